// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/json_schema.h"
#include "core/workspace/local_answers.h"

#include <QSet>
#include <QTimer>

namespace studio {

class Workspace;

/// Completions, descriptions and diagnostics for the .json files of a workspace that are open in an editor and name
/// their schema in `$schema`, as a file of the project. Other addresses are not asked; without a schema nothing is
/// said. Main thread.
class SchemaAnswers final : public LocalAnswers
{
    Q_OBJECT

public:
    explicit SchemaAnswers(Workspace *workspace, QObject *parent = nullptr); ///< which outlives it
    ~SchemaAnswers() override;

    [[nodiscard]] bool canAnswer(const QString &path) const override;
    [[nodiscard]] QStringList completionTriggers() const override;
    [[nodiscard]] bool isOfName(QChar character) const override;
    lsp::AnswerCall complete(const QString &path, TextPlace place, const QString &trigger,
                             Done<lsp::CompletionList> done) override;
    lsp::AnswerCall resolveItem(const lsp::CompletionItem &item, Done<lsp::CompletionItem> done) override;
    lsp::AnswerCall explain(const QString &path, TextPlace place, Done<lsp::Hover> done) override;

private:
    Task<lsp::CompletionList> completions(QString path, TextPlace place, std::stop_token stop);
    Task<lsp::Hover> describe(QString path, TextPlace place, std::stop_token stop);
    Task<JsonSchema> schemaFor(QString path, QByteArray text, std::stop_token stop);
    void noteChange(const QString &path);
    QCoro::Task<void> checkAll();
    QCoro::Task<void> check(QString path, std::stop_token stop);
    [[nodiscard]] bool isJson(const QString &path) const;
    [[nodiscard]] QByteArray textOf(const QString &path) const; ///< empty for one that is too long

    Workspace *m_workspace;
    QSet<QString> m_changed;   ///< are to be checked after the pause
    QSet<QString> m_unchecked; ///< by checkAll() that runs
    QTimer m_pause;
    std::stop_source m_stop; ///< of checkAll() that runs
};

} // namespace studio
