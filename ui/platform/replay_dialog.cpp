// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/replay_dialog.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/replay/replay.h"
#include "ui/common/announce.h"
#include "ui/platform/replay_rows.h"
#include "ui/platform/words.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace studio {

ReplayDialog::ReplayDialog(ComputeService *records, const QStringList &ids, const CallTarget &target, QWidget *parent)
    : QDialog(parent), m_state(new QLabel), m_progress(new QProgressBar), m_rows(new ReplayRows), m_cancel(nullptr)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Replay on %1").arg(target.title));
    resize(820, 420);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_progress->setRange(0, static_cast<int>(ids.size()));
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(tr("Progress"));
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::ActionRole);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_stop.request_stop(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_state);
    column->addWidget(m_progress);
    column->addWidget(m_rows, 1);
    column->addWidget(buttons);
    detach(run(records, ids, target));
}

ReplayDialog::~ReplayDialog()
{
    m_stop.request_stop();
}

QCoro::Task<void> ReplayDialog::run(ComputeService *records, QStringList ids, CallTarget target)
{
    qsizetype done = 0;
    for (const QString &id : std::as_const(ids)) {
        m_state->setText(tr("Replaying %1 of %2 …").arg(done + 1).arg(ids.size()));
        co_await whileAlive(this, replayOne(records, id, target));
        if (m_stop.stop_requested()) {
            break;
        }
        m_progress->setValue(static_cast<int>(++done));
    }
    showEnd(done, ids.size());
    Q_EMIT finished();
}

QCoro::Task<void> ReplayDialog::replayOne(ComputeService *records, QString id, CallTarget target)
{
    const auto execution = co_await whileAlive(this, records->getExecution(id));
    if (m_stop.stop_requested()) {
        co_return;
    }
    if (!execution) {
        m_rows->addFailure(id, execution.error().message);
        co_return;
    }
    const auto replay = co_await whileAlive(
        this, replayExecution(target.invoker, *execution, target.app, target.target, m_stop.get_token()));
    if (replay) {
        m_rows->add(*replay);
    } else if (replay.error().code != ErrorCode::Cancelled) {
        m_rows->addFailure(id, replay.error().message);
    }
}

void ReplayDialog::showEnd(qsizetype done, qsizetype all)
{
    const int differing = m_rows->differing();
    const int failed = m_rows->failed();
    const qsizetype compared = done - failed;
    QString result = compared <= 0 ? QString()
                     : differing == 0
                         ? counted(compared, tr("The answer is the same."), tr("All %1 answers are the same."))
                     : compared == 1 ? tr("The answer differs.")
                                     : tr("%1 of %2 answers differ.").arg(differing).arg(compared);
    if (failed > 0) {
        result = (result + u' ' + tr("%1 of %2 could not be replayed.").arg(failed).arg(done)).trimmed();
    }
    m_state->setText(done < all ? tr("Cancelled after %1 of %2. %3").arg(done).arg(all).arg(result).trimmed() : result);
    m_progress->hide();
    m_cancel->hide();
    announce(m_state, m_state->text());
}

} // namespace studio
