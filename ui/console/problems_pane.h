// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"
#include "ui/console/problems_model.h"

#include <QWidget>

class QModelIndex;
class QSplitter;
class QStackedLayout;
class QTreeView;

namespace studio {

class ConsoleView;
class ProblemsBar;

/// The errors and warnings of the last compile as a tree, and beside it what rustc drew for the one that is chosen.
/// Never takes the focus by itself. Main thread.
///
/// Keys in the tree: Enter goes to the row's place, makes the suggestion of its row, or folds a group; Ctrl+. makes the
/// suggestion of the row, or the one that its problem has; F1 explains the row's error code.
class ProblemsPane : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemsPane(QWidget *parent = nullptr);

    void append(const Diagnostic &diagnostic);
    void setAll(const QList<Diagnostic> &diagnostics); ///< instead of those that are listed
    void clear();
    [[nodiscard]] int count() const; ///< errors and warnings; notes are not counted
    [[nodiscard]] int errors() const;
    [[nodiscard]] QString title() const;           ///< for the tab: "Problems 2"
    [[nodiscard]] QList<Diagnostic> shown() const; ///< that the filter lets through, in the order of the rows

    [[nodiscard]] ProblemsModel::Grouping grouping() const;
    void setGrouping(ProblemsModel::Grouping grouping);
    void openFilter(); ///< gives it the focus

    /// Chooses the next or previous one, going round, and says where it is. For F8 and Shift+F8; the focus stays where
    /// it is. Does nothing when there is none.
    void next();
    void previous();
    /// Asks for all certain suggestions of what is shown to be made.
    void fixAll();

Q_SIGNALS:
    void countChanged();
    void groupingChanged();
    void locationActivated(const QString &file, int line, int column);
    void fixesRequested(const QList<studio::DiagnosticSuggestion> &suggestions);
    void explanationRequested(const QString &code);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeActions();
    void step(int direction);
    void showDetail(const QModelIndex &index);
    void activate(const QModelIndex &index);
    void applySuggestion(const QModelIndex &index);
    void explain(const QModelIndex &index);
    void copy() const;
    void showMenu(const QPoint &position);
    void updateState();
    template <typename Change> void changeTree(Change change);
    [[nodiscard]] bool takeKey(int key, Qt::KeyboardModifiers modifiers, bool isPressed);

    ProblemsModel *m_model;
    ProblemsBar *m_bar;
    QTreeView *m_tree;
    ConsoleView *m_detail;
    QSplitter *m_splitter;
    QStackedLayout *m_stack;
};

} // namespace studio
