// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/find_bar_base.h"

#include "ui/common/escape.h"
#include "ui/common/icons.h"

#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

namespace studio {

FindBarBase::FindBarBase(const QString &placeholder, QWidget *parent)
    : QWidget(parent), m_field(new QLineEdit(this)), m_result(new QLabel(this))
{
    m_field->setPlaceholderText(placeholder);
    m_field->setAccessibleName(placeholder);
    m_result->setForegroundRole(QPalette::PlaceholderText);
    m_result->setTextFormat(Qt::PlainText);
    setFocusProxy(m_field);
    hide();
}

QToolButton *FindBarBase::makeTool(const char *name, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setIcon(icon(name));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

QToolButton *FindBarBase::makePrevious()
{
    QToolButton *const button = makeTool("go-up", tr("Previous match (Shift+Enter)"));
    connect(button, &QToolButton::clicked, this, [this] { find(-1); });
    return button;
}

QToolButton *FindBarBase::makeNext()
{
    QToolButton *const button = makeTool("go-down", tr("Next match (Enter)"));
    connect(button, &QToolButton::clicked, this, [this] { find(1); });
    return button;
}

QToolButton *FindBarBase::makeClose()
{
    QToolButton *const button = makeTool("window-close", tr("Close (Escape)"));
    connect(button, &QToolButton::clicked, this, [this] { close(); });
    return button;
}

QToolButton *FindBarBase::makeOption(const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

QString FindBarBase::countText(qsizetype current, qsizetype count, bool hasMore)
{
    const QLocale locale;
    const QString all = hasMore ? tr("%1+").arg(locale.toString(count)) : locale.toString(count);
    return count == 0     ? tr("No match")
           : current >= 0 ? tr("%1 of %2").arg(locale.toString(current + 1), all)
                          : tr("%1 found").arg(all);
}

bool FindBarBase::event(QEvent *event)
{
    return claimEscape(event) || QWidget::event(event);
}

void FindBarBase::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (m_field->hasFocus() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        find(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace studio
