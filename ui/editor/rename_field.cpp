// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/rename_field.h"

#include "ui/common/escape.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int minFieldWidth = 200;
constexpr qsizetype maxReasonLength = 300; ///< of text of a server

} // namespace

RenameField::RenameField(QWidget *editor, const QRect &word, const QString &name)
    : QFrame(editor), m_name(new QLineEdit(name)), m_reason(new QLabel)
{
    setFrameShape(QFrame::Box);
    setAutoFillBackground(true);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::current().accent);
    colours.setColor(QPalette::Window, Theme::current().surface);
    setPalette(colours);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_name);
    column->addWidget(m_reason);
    m_name->setFont(monospaceFont());
    m_name->setFrame(false);
    m_name->setAccessibleName(tr("New name"));
    m_name->setAccessibleDescription(tr("Enter renames, Shift+Enter shows the changes first, Escape leaves the name"));
    m_name->selectAll();
    m_name->installEventFilter(this);
    m_reason->setWordWrap(true);
    m_reason->setMargin(4);
    m_reason->setText(tr("Enter renames · Shift+Enter shows the changes first"));
    QPalette muted = m_reason->palette();
    muted.setColor(QPalette::WindowText, Theme::current().muted);
    m_reason->setPalette(muted);
    connect(m_name, &QLineEdit::textEdited, this, &RenameField::fit);
    move(word.topLeft());
    fit();
    show();
    raise();
    m_name->setFocus();
}

QString RenameField::name() const
{
    return m_name->text();
}

/// As wide as the name, within the editor; below the line that it is about where it would leave the editor.
void RenameField::fit()
{
    const int text = m_name->fontMetrics().horizontalAdvance(m_name->text()) + 40;
    const int room = std::max(minFieldWidth, parentWidget()->width() - 20);
    const int hint = m_reason->fontMetrics().horizontalAdvance(m_reason->text()) + 16;
    const int width = std::clamp(std::max(text, hint), minFieldWidth, std::min(room, 520));
    resize(width, layout()->heightForWidth(width));
    const QRect space = parentWidget()->rect();
    move(std::clamp(x(), 0, std::max(0, space.width() - width)),
         std::clamp(y(), 0, std::max(0, space.height() - height())));
}

void RenameField::setBusy(bool isBusy)
{
    m_name->setReadOnly(isBusy);
}

void RenameField::refuse(const QString &reason)
{
    setBusy(false);
    QPalette colours = m_reason->palette();
    colours.setColor(QPalette::WindowText, Theme::current().danger);
    m_reason->setPalette(colours);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setText(reason.first(std::min(reason.size(), maxReasonLength)));
    m_name->setAccessibleDescription(m_reason->text());
    m_name->selectAll();
    fit();
}

void RenameField::close()
{
    if (std::exchange(m_isClosing, true)) {
        return;
    }
    if (m_name->hasFocus()) {
        parentWidget()->setFocus();
    }
    hide();
    deleteLater();
}

bool RenameField::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (key == Qt::Key_Escape) {
        Q_EMIT left();
        close();
        return true;
    }
    if (key != Qt::Key_Return && key != Qt::Key_Enter) {
        return false;
    }
    if (!m_name->isReadOnly()) {
        Q_EMIT submitted(m_name->text(), modifiers.testFlag(Qt::ShiftModifier));
    }
    return true;
}

void RenameField::keyPressEvent(QKeyEvent *event)
{
    event->accept();
}

bool RenameField::eventFilter(QObject *watched, QEvent *event)
{
    if (claimEscape(event)) {
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const auto *const key = static_cast<QKeyEvent *>(event);
        if (handleKey(key->key(), key->modifiers())) {
            return true;
        }
    }
    const bool isLeft = event->type() == QEvent::FocusOut &&
                        static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason &&
                        static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason;
    if (isLeft && !m_isClosing) {
        Q_EMIT left();
        close();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace studio
