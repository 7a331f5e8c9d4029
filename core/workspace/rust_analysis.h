// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/paths.h"

#include <QObject>

#include <memory>
#include <optional>

namespace studio {

class TestRuns;
class Workspace;
struct AnalyzerProject;
namespace lsp {
class LspClient;
}

/// What the person chose for rust-analyzer. A plain value.
struct RustAnalysisOptions
{
    bool isOn = true;
    QString check = QStringLiteral("check"); ///< cargo's command when typing pauses: "check", "clippy", or "off"
    qint64 memoryBytes = 0;                  ///< what it may use; 0: half of the machine's, at least 3 GiB
    QString toolchain;                       ///< what chooseToolchain() is asked for

    bool operator==(const RustAnalysisOptions &) const = default;
};

/// rust-analyzer for the project that is open: it has the open documents, follows Cargo.toml and the target, and what
/// it finds wrong is in the workspace's list of diagnostics. It is started with a project and ends with it. Before the
/// person trusts the folder it runs nothing of the project; completion and the like work then but for what macros and
/// build scripts make. Main thread.
class RustAnalysis : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Off,      ///< no project is open, or it is switched off
        Missing,  ///< there is no rust-analyzer, or no Rust; failure() tells what to do
        Starting, ///< it is looked for, or has not answered yet
        Loading,  ///< it answers, and reads the project
        Ready,
        Waiting, ///< it ended by itself, and is started again in a moment; failure() tells why
    };
    Q_ENUM(State)

    /// `workspace` outlives it. Answers about trust lie below paths.config.
    RustAnalysis(Workspace *workspace, Paths paths, QObject *parent = nullptr);
    ~RustAnalysis() override;

    [[nodiscard]] State state() const;
    [[nodiscard]] Workspace *workspace() const; ///< whose project it is about
    [[nodiscard]] const std::optional<Error> &failure() const;
    [[nodiscard]] QString version() const; ///< of rust-analyzer; empty while unknown
    [[nodiscard]] bool knowsStandardLibrary() const;
    /// Why the analyzer sees an older Cargo.toml than the one that is open; nothing where it sees that one.
    [[nodiscard]] const std::optional<Error> &manifestError() const;
    [[nodiscard]] lsp::LspClient *client() const; ///< never null; answers while it runs
    /// What the server was started with; null before.
    [[nodiscard]] const AnalyzerProject *project() const;
    [[nodiscard]] TestRuns *tests() const; ///< never null
    [[nodiscard]] qint64 memoryUsed() const;
    [[nodiscard]] qint64 processId() const; ///< 0 while it does not run

    /// What the compiler said of a file is about an earlier text, and so are the quick fixes that it suggests.
    [[nodiscard]] bool isCheckOutdated(const QString &path) const;

    /// Nothing where the question was not answered for this folder.
    [[nodiscard]] std::optional<bool> trust() const;
    void setTrust(bool isTrusted); ///< remembered; the server is told. Run and Compile answer it too: with yes

    void setOptions(const RustAnalysisOptions &options); ///< starts it anew where that is needed

    void restart(); ///< also one that is missing is looked for again

Q_SIGNALS:
    void checked();      ///< isCheckOutdated() is false for any file that was not edited since
    void stateChanged(); ///< state(), failure() or what it shows beside them is another

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio
