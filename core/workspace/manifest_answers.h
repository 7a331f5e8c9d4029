// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/manifest_place.h"
#include "core/workspace/crate_lookup.h"
#include "core/workspace/local_answers.h"

namespace studio {

class Workspace;

/// Completions and descriptions for the Cargo.toml of a workspace: its keys, crates, their versions and features. Main
/// thread.
class ManifestAnswers final : public LocalAnswers
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

private:
    using Items = QList<lsp::CompletionItem>;

    struct Question
    {
        ManifestPlace place;
        QByteArray text;
        lsp::Position anchor;
        QString word; ///< before the caret
    };
    [[nodiscard]] std::optional<Question> questionAt(const QString &path, TextPlace at) const;
    Task<lsp::CompletionList> completions(Question question, std::stop_token stop);
    Task<Items> itemsFor(Question question, std::stop_token stop);
    Task<Items> crateItems(Question question, QString prefix, std::stop_token stop);
    Task<Items> valueItems(Question question, std::stop_token stop);
    Task<Items> featureItems(Question question, QString package, std::stop_token stop);
    Task<Items> ownFeatureItems(Question question);
    Task<lsp::CompletionItem> resolve(lsp::CompletionItem item, std::stop_token stop);
    Task<lsp::Hover> describe(Question question, std::stop_token stop);
    Task<QString> description(Question question, std::stop_token stop);
    Task<QString> crateDescription(QString name, QString requirement, std::stop_token stop);

    Workspace *m_workspace;
    CrateLookup *m_crates;
};

} // namespace studio
