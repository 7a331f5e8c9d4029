// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"

#include <QWidget>

class QListView;
class QModelIndex;
class QSplitter;
class QStackedLayout;

namespace studio {

class ConsoleView;
class ProblemsModel;

/// The errors and warnings of the last compile, and beside the list what rustc drew for the one that is chosen. Never
/// takes the focus by itself. Main thread.
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
    [[nodiscard]] QString title() const; ///< for the tab: "Problems 2"

    /// Chooses the next or previous one, going round, and says where it is. For F8 and Shift+F8; the focus stays where
    /// it is. Does nothing when there is none.
    void next();
    void previous();

Q_SIGNALS:
    void countChanged();
    void locationActivated(const QString &file, int line, int column);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void step(int direction);
    void showDetail(const QModelIndex &index);
    void activate(const QModelIndex &index);
    void copy() const;
    void showMenu(const QPoint &position);
    void updateState();

    ProblemsModel *m_model;
    QListView *m_list;
    ConsoleView *m_detail;
    QSplitter *m_splitter;
    QStackedLayout *m_stack;
};

} // namespace studio
