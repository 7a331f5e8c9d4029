// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/execution_file_dialog.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/workspace/execution_source.h"
#include "ui/common/state_text.h"
#include "ui/platform/execution_view.h"
#include "ui/platform/execution_waterfall.h"
#include "ui/platform/replay_rows.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace studio {

ExecutionFileDialog::ExecutionFileDialog(const QString &path, Compiler *compiler, QWidget *parent)
    : QDialog(parent)
    , m_compiler(compiler)
    , m_client(std::make_unique<HttpClient>())
    , m_state(new QLabel(tr("Reading…")))
    , m_record(new ExecutionView)
    , m_rows(new ReplayRows)
    , m_replay(nullptr)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(QFileInfo(path).fileName());
    resize(860, 560);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    auto *const splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_record);
    splitter->addWidget(m_rows);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({340, 160});
    m_rows->hide();
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_replay = buttons->addButton(tr("Replay…"), QDialogButtonBox::ActionRole);
    m_replay->setEnabled(false);
    connect(m_replay, &QPushButton::clicked, this, &ExecutionFileDialog::replay);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_record, &ExecutionView::sourceRequested, this,
            [this](const QString &file, int line, int place) { detach(openSource({file, line, place})); });
    connect(m_record, &ExecutionView::requestChosen, this, &ExecutionFileDialog::requestChosen);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_state);
    column->addWidget(splitter, 1);
    column->addWidget(buttons);
    detach(load(path));
}

ExecutionFileDialog::~ExecutionFileDialog()
{
    m_stop.request_stop();
}

void ExecutionFileDialog::say(const QString &sentence, bool isError)
{
    setStateText(m_state, sentence, isError);
}

QCoro::Task<void> ExecutionFileDialog::load(QString path)
{
    const auto file = co_await whileAlive(
        this, onWorker([path, stop = m_stop.get_token()] { return readExecutionFile(path, QDir::tempPath(), stop); }));
    if (!file) {
        say(file.error().message, true);
        co_return;
    }
    m_file = *file;
    m_record->setExecution(file->execution);
    m_record->setLimits({.memoryMb = file->memoryMb});
    m_replay->setEnabled(!file->code.isEmpty());
    QString state = tr("An execution of %1, from a file. Nothing of it is among your apps and calls.")
                        .arg(file->execution.app.toString());
    if (file->code.isEmpty()) {
        state += u' ' + tr("The file has no sources, so it cannot be replayed.");
    } else if (!file->absent.isEmpty()) {
        state += u' ' + tr("It has no values of %1, which a replay goes without.")
                            .arg(file->absent.mid(0, 8).join(QStringLiteral(", ")));
    }
    say(state);
}

QCoro::Task<void> ExecutionFileDialog::openSource(SourcePlace place)
{
    if (!m_file || m_file->code.isEmpty()) {
        say(tr("The file has no sources."), true);
        co_return;
    }
    // The file's folder is held meanwhile: the dialog may be closed.
    const auto path = co_await whileAlive(
        this, onWorker([file = *m_file, cache = m_compiler->paths().cache, name = place.file]() -> Result<QString> {
            return unpackCodeForReading(file.code, file.execution, cache).and_then([&](const QString &folder) {
                return sourceFileIn(folder, name);
            });
        }));
    if (path) {
        Q_EMIT locationRequested(*path, place.line, place.column);
    } else {
        say(path.error().message, true);
    }
}

void ExecutionFileDialog::replay()
{
    auto *const box = new QMessageBox(
        QMessageBox::Question, tr("Replay"),
        tr("Compile and run the code of this file on this machine? Do so only where you trust who made it."),
        QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *const yes = box->addButton(tr("Compile and run"), QMessageBox::AcceptRole);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this] { detach(runReplay()); });
    box->open();
}

QCoro::Task<void> ExecutionFileDialog::runReplay()
{
    if (!m_replayer) {
        m_replayer = std::make_unique<FileReplayer>(m_compiler->paths(), m_compiler, m_client.get());
    }
    m_replay->setEnabled(false);
    say(tr("Compiling and sending the request…"));
    const auto replay = co_await whileAlive(this, m_replayer->replay(*m_file, {}, {}, m_stop.get_token()));
    m_replay->setEnabled(true);
    if (!replay) {
        say(replay.error().message, true);
        co_return;
    }
    m_rows->show();
    m_rows->add(*replay);
    say(replay->comparison.isSame() ? replay->comparison.isCut ? tr("The answer is the same, as far as it was kept.")
                                                               : tr("The answer is the same.")
                                    : tr("The answer differs: %1.").arg(comparisonText(replay->comparison)));
}

} // namespace studio
