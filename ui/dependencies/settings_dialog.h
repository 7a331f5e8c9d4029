// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/manifest_settings.h"

#include <QDialog>

class QLabel;

namespace studio {

class LintsPage;
class ManifestEditor;
class PatchesPage;
class SettingFields;

/// A form of what a Cargo.toml says besides its dependencies: package, profiles, lints, patches. Each change is an edit
/// of its text, which can be undone, and each change of the text shows here. Main thread.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `manifest` outlives it.
    SettingsDialog(ManifestEditor *manifest, const QString &name, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makePackage();
    QWidget *makeProfiles();
    void showSettings();
    void report(Task<bool> change);
    QCoro::Task<void> wait(Task<bool> change);
    void closeWhenDone();

    ManifestEditor *m_manifest;
    SettingFields *m_fields;
    LintsPage *m_lints;
    PatchesPage *m_patches;
    QWidget *m_pages;
    QLabel *m_state;
    int m_running = 0;        ///< changes
    bool m_hasFailed = false; ///< the last one, which the person has not seen yet
    bool m_isClosing = false; ///< once the changes are done
};

} // namespace studio
