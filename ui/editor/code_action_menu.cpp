// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_action_menu.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr qsizetype maxTitleLength = 120; ///< of text of a server

/// One line, in which no “&” marks a key.
QString titleFor(const QString &title)
{
    QString shown = title.simplified();
    if (shown.size() > maxTitleLength) {
        shown = shown.first(maxTitleLength - 1) + u'…';
    }
    return shown.replace(QLatin1Char('&'), QLatin1String("&&"));
}

enum class ActionKind { Fix, Refactoring, Source, Other };

ActionKind kindOf(const lsp::CodeAction &action)
{
    const QString kind = action.kind.section(u'.', 0, 0);
    return kind == QLatin1String("quickfix")   ? ActionKind::Fix
           : kind == QLatin1String("refactor") ? ActionKind::Refactoring
           : kind == QLatin1String("source")   ? ActionKind::Source
                                               : ActionKind::Other;
}

} // namespace

CodeActionMenu::CodeActionMenu(const lsp::CodeActions &actions, QWidget *parent) : QMenu(parent)
{
    setAccessibleName(tr("Code actions"));
    setToolTipsVisible(true);
    const std::array sections{std::pair(ActionKind::Fix, tr("Quick fix")),
                              std::pair(ActionKind::Refactoring, tr("Refactoring")),
                              std::pair(ActionKind::Source, tr("Source")), std::pair(ActionKind::Other, tr("Other"))};
    for (const auto &[kind, title] : sections) {
        QList<int> indices;
        for (int at = 0; at < std::min(actions.size(), maxActions); ++at) {
            if (kindOf(actions[at]) == kind) {
                indices << at;
            }
        }
        std::ranges::stable_sort(indices, {}, [&](int at) { return !actions[at].isPreferred; });
        if (!indices.isEmpty()) {
            addSectionOf(actions, title, indices);
        }
    }
}

void CodeActionMenu::addSectionOf(const lsp::CodeActions &actions, const QString &title, const QList<int> &indices)
{
    if (!isEmpty()) {
        addSeparator();
    }
    QAction *const head = addAction(title); // a section's own text is not drawn by every style
    head->setEnabled(false);
    QFont bold = font();
    bold.setBold(true);
    head->setFont(bold);
    for (const int at : indices) {
        addChoice(actions[at], at);
    }
}

void CodeActionMenu::addChoice(const lsp::CodeAction &action, int index)
{
    QAction *const choice = addAction(titleFor(action.title));
    if (!action.disabledReason.isEmpty()) {
        choice->setEnabled(false);
        choice->setToolTip(action.disabledReason.left(maxTitleLength));
        return;
    }
    connect(choice, &QAction::triggered, this, [this, index] { Q_EMIT chosen(index); });
    m_first = m_first ? m_first : choice;
}

} // namespace studio
