// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"

#include <QMenu>

namespace studio {

/// The actions that a language server offers at a place, by kind: quick fixes, refactorings, of the whole source, and
/// others. What is preferred stands first among its kind. Main thread.
class CodeActionMenu final : public QMenu
{
    Q_OBJECT

public:
    /// More are left out: the list is a server's.
    static constexpr qsizetype maxActions = 200;

    CodeActionMenu(const lsp::CodeActions &actions, QWidget *parent);

    /// What the arrow keys begin with.
    [[nodiscard]] QAction *first() const { return m_first; }

Q_SIGNALS:
    void chosen(int index); ///< in the order in which they were given

private:
    void addSectionOf(const lsp::CodeActions &actions, const QString &title, const QList<int> &indices);
    void addChoice(const lsp::CodeAction &action, int index);

    QAction *m_first = nullptr;
};

} // namespace studio
