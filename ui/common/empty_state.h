// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QVBoxLayout;

namespace studio {

/// What an empty pane shows: an icon, what the pane is for, and its first action. Main thread.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);
    /// Adds a button for the action, which stays its owner's.
    void setAction(QAction *action);

protected:
    void changeEvent(QEvent *event) override;

private:
    void draw();

    QString m_icon;
    QVBoxLayout *m_column;
    QLabel *m_picture;
};

} // namespace studio
