// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/answer_source.h"
#include "core/schema/json_schema.h"

#include <QSet>
#include <QTimer>

namespace studio {

class Workspace;

/// Completions, descriptions and diagnostics for the .json files of a workspace that are open in an editor and name
/// their schema in `$schema`, as a file of the project. Other addresses are not asked; without a schema nothing is
/// said. Main thread.
class SchemaAnswers final : public lsp::AnswerSource
{
    Q_OBJECT

public:
    explicit SchemaAnswers(Workspace *workspace, QObject *parent = nullptr); ///< which outlives it

    [[nodiscard]] bool canAnswer(const QString &path) const override;
    [[nodiscard]] QStringList completionTriggers() const override;
    [[nodiscard]] bool isOfName(QChar character) const override;
    lsp::AnswerCall complete(const QString &path, TextPlace place, const QString &trigger,
                             Done<lsp::CompletionList> done) override;
    lsp::AnswerCall resolveItem(const lsp::CompletionItem &item, Done<lsp::CompletionItem> done) override;
    lsp::AnswerCall explain(const QString &path, TextPlace place, Done<lsp::Hover> done) override;
    [[nodiscard]] TextRange rangeIn(const QString &path, const lsp::Range &range) const override;

private:
    using Local = std::shared_ptr<lsp::AnswerCall::Local>;

    QCoro::Task<void> answer(QString path, TextPlace place, Local call, Done<lsp::CompletionList> done);
    QCoro::Task<void> describe(QString path, TextPlace place, Local call, Done<lsp::Hover> done);
    Task<JsonSchema> schemaFor(QString path, QByteArray text);
    void noteChange(const QString &path);
    QCoro::Task<void> checkAll();
    QCoro::Task<void> check(QString path);
    [[nodiscard]] bool isJson(const QString &path) const;
    [[nodiscard]] QByteArray textOf(const QString &path) const; ///< empty for one that is too long

    Workspace *m_workspace;
    QSet<QString> m_changed; ///< are to be checked
    QTimer m_pause;
};

} // namespace studio
