// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/base/task.h"
#include "core/compiler/analyzer_project.h"
#include "core/lsp/lsp_client.h"
#include "core/toolchain/rust_analyzer.h"
#include "core/workspace/trusted_folders.h"

#include <QObject>
#include <QTimer>

namespace studio {

class Workspace;

/// rust-analyzer for the project that is open: it has the open documents, follows Cargo.toml and the target, and what
/// it finds wrong is in the workspace's list of diagnostics. It is started with a project and ends with it. Before the
/// person trusts the folder it runs nothing of the project; completion and the like work then but for what macros and
/// build scripts make. Main thread.
class RustAnalysis : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Off,      ///< no project is open
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
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    [[nodiscard]] QString version() const { return m_analyzer.version; } ///< of rust-analyzer; empty while unknown
    [[nodiscard]] bool knowsStandardLibrary() const { return m_analyzer.hasStandardSources; }
    /// Why the analyzer sees an older Cargo.toml than the one that is open; nothing where it sees that one.
    [[nodiscard]] const std::optional<Error> &manifestError() const { return m_manifestError; }
    [[nodiscard]] lsp::LspClient *client() const { return m_client.get(); } ///< never null; answers while it runs
    [[nodiscard]] qint64 memoryUsed() const { return m_server.memoryUsed(); }
    [[nodiscard]] qint64 processId() const { return m_server.processId(); } ///< 0 while it does not run

    /// Nothing where the question was not answered for this folder.
    [[nodiscard]] std::optional<bool> trust() const;
    void setTrust(bool isTrusted); ///< remembered; the server is told

    void restart(); ///< also one that is missing is looked for again

Q_SIGNALS:
    void stateChanged(); ///< state(), failure() or what it shows beside them is another

private:
    QCoro::Task<void> start();
    Task<Toolchain> findToolchain();
    [[nodiscard]] AnalyzerRequest request() const;
    void follow();
    void open(const QString &path);
    [[nodiscard]] bool isOurs(const QString &path) const;
    QCoro::Task<void> updateProject();
    [[nodiscard]] Json settings() const;
    void takeDiagnostics(const QString &path, const QList<lsp::Diagnostic> &diagnostics);
    void fail(const Error &error);

    Workspace *m_workspace;
    Paths m_paths;
    TrustedFolders m_trusted;
    LanguageServer m_server;
    std::unique_ptr<lsp::LspClient> m_client;
    Toolchain m_toolchain;
    RustAnalyzer m_analyzer;
    AnalyzerProject m_project;
    std::optional<Error> m_failure;
    std::optional<Error> m_manifestError;
    int m_generation = 0; ///< of the start: an earlier one that comes to its end late does nothing
    bool m_isStarting = false;
    bool m_isMissing = false;
    QTimer m_update; ///< Cargo.toml is read when typing pauses
};

} // namespace studio
