// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/answer_source.h"
#include "core/manifest/manifest_place.h"
#include "core/workspace/crate_lookup.h"

namespace studio {

class Workspace;

/// Completions and descriptions for the Cargo.toml of a workspace: its keys, crates, their versions and features. Main
/// thread.
class ManifestAnswers final : public lsp::AnswerSource
{
    Q_OBJECT

public:
    /// Both outlive it.
    ManifestAnswers(Workspace *workspace, CrateLookup *crates, QObject *parent = nullptr);

    [[nodiscard]] bool canAnswer(const QString &path) const override;
    [[nodiscard]] QStringList completionTriggers() const override;
    [[nodiscard]] bool isOfName(QChar character) const override;
    [[nodiscard]] bool asksAfter(QChar character, int length) const override;
    lsp::AnswerCall complete(const QString &path, TextPlace place, const QString &trigger,
                             Done<lsp::CompletionList> done) override;
    lsp::AnswerCall resolveItem(const lsp::CompletionItem &item, Done<lsp::CompletionItem> done) override;
    lsp::AnswerCall explain(const QString &path, TextPlace place, Done<lsp::Hover> done) override;
    [[nodiscard]] TextRange rangeIn(const QString &path, const lsp::Range &range) const override;

private:
    using Items = QList<lsp::CompletionItem>;
    using Local = std::shared_ptr<lsp::AnswerCall::Local>;

    struct Question
    {
        ManifestPlace place;
        QByteArray text;
        lsp::Position anchor;
        QString word; ///< before the caret
    };
    [[nodiscard]] std::optional<Question> questionAt(const QString &path, TextPlace at) const;
    QCoro::Task<void> answer(Question question, Local call, Done<lsp::CompletionList> done);
    Task<Items> itemsFor(Question question);
    Task<Items> crateItems(Question question, QString prefix);
    Task<Items> valueItems(Question question);
    Task<Items> featureItems(Question question, QString package);
    QCoro::Task<void> resolve(lsp::CompletionItem item, Local call, Done<lsp::CompletionItem> done);
    QCoro::Task<void> describe(Question question, Local call, Done<lsp::Hover> done);
    Task<QString> description(Question question);
    Task<QString> crateDescription(QString name, QString requirement);
    [[nodiscard]] QStringList ownFeatures() const;

    Workspace *m_workspace;
    CrateLookup *m_crates;
};

} // namespace studio
