// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace studio {

class IconLabel;

/// A sentence across the top of a pane, with what can be done about it. Paths in it are shown as withShortPaths() gives
/// them, within the project that QWidget::windowFilePath() of the window names. Main thread.
class Banner : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Information, Warning, Error, Success };

    explicit Banner(QWidget *parent = nullptr);
    /// Takes the actions over; each becomes a button. Hide it with hide().
    void show(Kind kind, const QString &sentence, const QList<QAction *> &actions = {});
    void say(const QString &sentence, bool isError); ///< without actions
    [[nodiscard]] QString text() const;              ///< as it is shown
    /// Hides it where this sentence is what it shows: what it says is no longer so.
    void withdraw(const QString &sentence);

Q_SIGNALS:
    void dismissed(); ///< by its own button

protected:
    void paintEvent(QPaintEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    Kind m_kind = Kind::Information;
    IconLabel *m_mark;
    QLabel *m_text;
    QString m_sentence; ///< as it was given
    QHBoxLayout *m_buttons;
    QList<QAction *> m_actions;
    QPointer<QWidget> m_focusBefore; ///< where the focus was before it came here: it goes back when this is hidden
};

} // namespace studio
