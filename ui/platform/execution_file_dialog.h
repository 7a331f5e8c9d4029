// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/replay/replay.h"
#include "core/workspace/execution_source.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QSplitter;

namespace studio {

class Compiler;
class ExecutionView;
class HttpClient;
class ReplayRows;

/// An execution that was exported to a file, to be read without a network: its record, its sources, and a button that
/// compiles and calls them on this machine, after a question. Deletes itself. Main thread.
class ExecutionFileDialog : public QDialog
{
    Q_OBJECT

public:
    /// `compiler` must outlive it.
    ExecutionFileDialog(const QString &path, Compiler *compiler, QWidget *parent = nullptr);
    ~ExecutionFileDialog() override;

    [[nodiscard]] ExecutionView *record() const { return m_record; }
    [[nodiscard]] ReplayRows *rows() const { return m_rows; }
    void replay(); ///< asks first

Q_SIGNALS:
    /// A place in the sources of the file, which are unpacked for reading.
    void locationRequested(const QString &path, int line, int column);
    void requestChosen(const studio::HttpRequest &request);

private:
    QCoro::Task<void> load(QString path);
    QCoro::Task<void> runReplay();
    QCoro::Task<void> openSource(SourcePlace place);
    void say(const QString &sentence, bool isError = false);

    Compiler *m_compiler;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<FileReplayer> m_replayer; ///< made by the first replay
    std::optional<ExecutionFile> m_file;
    std::stop_source m_stop;
    QLabel *m_state;
    ExecutionView *m_record;
    ReplayRows *m_rows;
    QPushButton *m_replay;
};

} // namespace studio
