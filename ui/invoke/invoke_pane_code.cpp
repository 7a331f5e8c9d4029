// SPDX-License-Identifier: GPL-3.0-or-later
// The request as code, and from it.
#include "ui/common/banner.h"
#include "ui/invoke/answer_difference.h"
#include "ui/invoke/curl_line.h"
#include "ui/invoke/invoke_pane.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace studio {

void InvokePane::setRequestActions(const QList<QAction *> &actions)
{
    m_more->menu()->addActions(actions);
    m_more->setVisible(!actions.isEmpty());
}

Result<HttpRequest> InvokePane::request() const
{
    return requestOf(state());
}

void InvokePane::say(const QString &sentence, bool isError)
{
    m_banner->say(sentence, isError);
}

void InvokePane::offer(const QString &problem, const QList<QAction *> &actions)
{
    m_banner->show(Banner::Kind::Error, problem, actions);
}

/// Where the command sends it is left out: Send goes to what is chosen here.
void InvokePane::takeCurlLine(const QString &line)
{
    const auto read =
        isCurlLine(line)
            ? readCurlLine(line)
            : Result<CurlRequest>(fail(ErrorCode::InvalidArgument, tr("There is no curl command on the clipboard.")));
    if (!read) {
        say(read.error().message, true);
        return;
    }
    setRequest(read->request);
    say(tr("The curl command's request is here. It went to %1; Send goes to what is chosen beside it.")
            .arg(read->address),
        false);
}

/// A command that is pasted as the path; the field would make one line of it.
bool InvokePane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_path && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Paste) &&
        isCurlLine(QGuiApplication::clipboard()->text())) {
        takeCurlLine(QGuiApplication::clipboard()->text());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void InvokePane::showDifference()
{
    if (!m_answerBefore || !m_lastAnswer) {
        say(tr("There is no previous answer to compare with. Send the request again; answers above 8 MiB are not "
               "compared."),
            true);
        return;
    }
    (new AnswerDifference(*m_answerBefore, *m_lastAnswer, this))->open();
}

} // namespace studio
