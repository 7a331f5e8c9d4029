// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/banner.h"

#include "core/base/error.h"
#include "ui/common/icon_label.h"
#include "ui/common/icons.h"
#include "ui/common/path_text.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace studio {

namespace {

struct Look
{
    const char *icon;
    QColor color;
};

Look lookOf(Banner::Kind kind)
{
    const Theme &theme = Theme::current();
    switch (kind) {
    case Banner::Kind::Error:
        return {"dialog-error", theme.danger};
    case Banner::Kind::Warning:
        return {"dialog-warning", theme.warning};
    case Banner::Kind::Success:
        return {"checkmark", theme.success};
    case Banner::Kind::Information:
        break;
    }
    return {"dialog-information", theme.information};
}

} // namespace

Banner::Banner(QWidget *parent)
    : QWidget(parent), m_mark(new IconLabel(16)), m_text(new QLabel), m_buttons(new QHBoxLayout)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 8, 8);
    auto *const row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_mark, 0, Qt::AlignTop);
    m_text->setTextFormat(Qt::PlainText); // a compiler's `Vec<u>` is no underlined text
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // no word, however long, makes a pane wider
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_text, 1);
    auto *const close = new QToolButton;
    close->setIcon(icon("window-close"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss"));
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    row->addWidget(close, 0, Qt::AlignTop);
    column->addLayout(row);
    column->addLayout(m_buttons);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *old, QWidget *now) {
        if (now && isAncestorOf(now) && !(old && isAncestorOf(old))) {
            m_focusBefore = old;
        }
    });
}

/// Qt calls it for a widget that is hidden with the focus, too.
bool Banner::focusNextPrevChild(bool next)
{
    if (!isVisible() && m_focusBefore && m_focusBefore->isVisible()) {
        m_focusBefore->setFocus();
        return true;
    }
    return QWidget::focusNextPrevChild(next);
}

void Banner::show(Kind kind, const QString &sentence, const QList<QAction *> &actions)
{
    m_kind = kind;
    m_sentence = sentence;
    const QString shown = withShortPaths(sentence, window()->windowFilePath());
    m_text->setText(shown);
    m_text->setToolTip(asTip(shown)); // of which the end of a long word may be cut off
    m_mark->setIcon(icon(lookOf(m_kind).icon, &Theme::success));
    // Later: it may be one of these buttons that was clicked.
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (QAction *const action : std::exchange(m_actions, actions)) {
        action->deleteLater();
    }
    m_buttons->setContentsMargins(actions.isEmpty() ? 0 : 24, 0, 0, 0);
    for (QAction *action : actions) {
        action->setParent(this);
        auto *const button = new QPushButton(action->text());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        m_buttons->addWidget(button);
    }
    if (!actions.isEmpty()) {
        m_buttons->addStretch(1);
    }
    setVisible(true);
    update();
}

void Banner::say(const QString &sentence, bool isError)
{
    show(isError ? Kind::Error : Kind::Information, sentence);
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::withdraw(const QString &sentence)
{
    if (m_sentence == sentence) {
        hide();
    }
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor color = lookOf(m_kind).color;
    QColor tint = color;
    tint.setAlpha(24);
    painter.fillRect(rect(), Theme::current().surface);
    painter.fillRect(rect(), tint);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, 3, height())), color);
}

} // namespace studio
