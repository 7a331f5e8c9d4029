// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/manifest/manifest_scan.h"
#include "core/model/diagnostic.h"

#include <QObject>
#include <QTimer>

namespace studio {

class Compiler;
class CrateLookup;
class Workspace;

/// What is wrong with dependencies, by what is known of their crates; crates of which nothing is known are passed over.
/// `text`: that the scan is of.
QList<Diagnostic> dependencyProblems(const QString &text, const ManifestScan &scan, const CrateLookup &crates);

/// Finds what is wrong with the Cargo.toml of a workspace while it is written, once it has been opened in an editor,
/// and keeps that in the workspace's DiagnosticList: what is not TOML, keys that Cargo does not know, what Cargo says,
/// and crates, versions and features that there are not. Of the line that is being typed nothing is said before the
/// caret has left it, or typing has paused for long. Main thread.
class ManifestChecks : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    ManifestChecks(Workspace *workspace, CrateLookup *crates, Compiler *compiler, QObject *parent = nullptr);
    ~ManifestChecks() override;

private:
    void begin();
    void followTyping();
    void noteTyping(const QString &path, const TextChange &change);
    void endTyping();
    void check();
    QCoro::Task<void> askCargo(QString text, int generation);
    void publish();

    Workspace *m_workspace;
    CrateLookup *m_crates;
    Compiler *m_compiler;
    bool m_isOn = false;  ///< it was opened in an editor
    int m_generation = 0; ///< of the text
    QString m_text;       ///< that m_scan is of
    ManifestScan m_scan;
    QList<Diagnostic> m_cargo; ///< what Cargo says of m_text
    QTimer m_pause;            ///< before Cargo is run, and the registry is asked
    QTimer m_typing;           ///< runs while a line is being typed, of which nothing is said
    int m_typedLine = 0;       ///< from 1
    std::stop_source m_stop;
};

} // namespace studio
