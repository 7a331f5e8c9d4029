// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/answer_source.h"

#include <QPointer>

namespace studio::lsp {

class LspClient;

/// The answers of a language server. Main thread.
class ServerAnswers final : public AnswerSource
{
    Q_OBJECT

public:
    using AnswerSource::AnswerSource;

    void setClient(LspClient *client); ///< null for none

    [[nodiscard]] bool canAnswer(const QString &path) const override;
    [[nodiscard]] QStringList completionTriggers() const override;
    AnswerCall complete(const QString &path, TextPlace place, const QString &trigger,
                        Done<CompletionList> done) override;
    AnswerCall resolveItem(const CompletionItem &item, Done<CompletionItem> done) override;
    AnswerCall explain(const QString &path, TextPlace place, Done<Hover> done) override;
    [[nodiscard]] TextRange rangeIn(const QString &path, const Range &range) const override;

private:
    QPointer<LspClient> m_client;
};

} // namespace studio::lsp
