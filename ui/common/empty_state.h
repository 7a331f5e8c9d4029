// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace studio {

class IconLabel;

/// What an empty pane shows: an icon, what the pane is for, and its first action; or why it could not be filled, and
/// how to try again. Main thread.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setText(const QString &text);
    /// The button, enabled as the action is, which stays its owner's; none for null.
    void setAction(QAction *action);

    /// Shows this sentence instead, with a button for `again`, until the next call; an empty one shows the usual words.
    void setFailure(const QString &sentence, QAction *again = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeContent();
    void refresh();
    void showButton(QAction *action);

    QString m_icon;
    QString m_title;
    QString m_usual;
    QString m_failure;
    QPointer<QAction> m_action;
    QPointer<QAction> m_again;
    QPointer<QAction> m_shown;      ///< whose button it is
    IconLabel *m_picture = nullptr; ///< null until it was shown once, as are the next three
    QLabel *m_head = nullptr;
    QLabel *m_words = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace studio
