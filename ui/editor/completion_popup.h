// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"

#include <QFrame>

class QKeyEvent;
class QListView;

namespace studio {

class CompletionModel;
class MarkdownView;

/// The list of completions below the caret, and beside it what is known of the selected one. It never takes the focus:
/// keys stay the editor's. Main thread.
class CompletionPopup : public QFrame
{
    Q_OBJECT

public:
    explicit CompletionPopup(QWidget *editor);

    [[nodiscard]] CompletionModel *model() const { return m_model; }
    /// With the first row selected. `line`: of the caret, in the coordinates of the screen.
    void showAt(const QRect &line);
    void hideAll();
    [[nodiscard]] int currentRow() const;
    void select(int row); ///< the nearest that there is
    void selectNext(int step);
    /// Moves the selection, chooses or hides, as lists of completions do; whether the key was one for that.
    bool handleKey(const QKeyEvent &event);
    /// Shown beside the list while the row is the selected one; hidden where it says no more than the row.
    void showDocumentation(const lsp::MarkupContent &documentation, const QString &detail);

Q_SIGNALS:
    void currentChanged(int row);
    void chosen(int row);

protected:
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void applyTheme();
    void place();
    void placeSide();
    [[nodiscard]] QSize sideSize() const;
    [[nodiscard]] bool saysRow(const QString &detail) const; ///< the selected one, with all of it

    CompletionModel *m_model;
    QListView *m_list;
    MarkdownView *m_documentation;
    QFrame *m_side; ///< around the documentation: a window of its own
    QRect m_line;
    bool m_isApplying = false;
};

} // namespace studio
