// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/server_answers.h"

#include "core/lsp/lsp_client.h"

namespace studio::lsp {

void ServerAnswers::setClient(LspClient *client)
{
    m_client = client;
}

bool ServerAnswers::canAnswer(const QString &path) const
{
    return m_client && m_client->state() == LspClient::State::Ready && m_client->isOpen(path);
}

QStringList ServerAnswers::completionTriggers() const
{
    return m_client ? m_client->capabilities().completionTriggers : QStringList();
}

AnswerCall ServerAnswers::complete(const QString &path, TextPlace place, const QString &trigger,
                                   Done<CompletionList> done)
{
    return m_client ? AnswerCall(m_client->completion(path, place, trigger, std::move(done))) : AnswerCall();
}

AnswerCall ServerAnswers::resolveItem(const CompletionItem &item, Done<CompletionItem> done)
{
    return m_client ? AnswerCall(m_client->resolve(item, std::move(done))) : AnswerCall();
}

AnswerCall ServerAnswers::explain(const QString &path, TextPlace place, Done<Hover> done)
{
    return m_client ? AnswerCall(m_client->hover(path, place, std::move(done))) : AnswerCall();
}

TextRange ServerAnswers::rangeIn(const QString &path, const Range &range) const
{
    return m_client ? m_client->textRange(path, range) : TextRange{};
}

} // namespace studio::lsp
