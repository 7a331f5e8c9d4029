// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/hover_popup.h"

#include "ui/common/escape.h"
#include "ui/common/theme.h"
#include "ui/editor/markdown_view.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <memory>

namespace studio {

namespace {

constexpr int popupGap = 2; ///< between the word and the popup

} // namespace

HoverPopup::HoverPopup(QWidget *editor) : QFrame(editor), m_text(new MarkdownView)
{
    setObjectName(QStringLiteral("hoverPopup"));
    setFrameStyle(static_cast<int>(QFrame::Box) | static_cast<int>(QFrame::Plain));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    m_text->setAccessibleName(tr("Description of what is under the mouse"));
    m_text->setFocusPolicy(Qt::ClickFocus);
    m_text->installEventFilter(this);
    connect(m_text, &QTextBrowser::anchorClicked, this, &HoverPopup::linkClicked);
    hide();
}

void HoverPopup::fill(const QString &problem, const QString &markdown)
{
    QTextDocument *const document = m_text->document();
    m_text->showMarkdown(markdown);
    if (!problem.isEmpty()) {
        QTextCursor cursor(document);
        QTextCharFormat format;
        format.setForeground(Theme::current().danger);
        if (!markdown.isEmpty()) {
            cursor.insertBlock(); // keeps the first block of the Markdown as it is
            cursor.movePosition(QTextCursor::Start);
        }
        QTextBlockFormat block;
        block.setBottomMargin(markdown.isEmpty() ? 0 : 6);
        cursor.setBlockFormat(block);
        cursor.setBlockCharFormat(format);
        cursor.insertText(problem.first(std::min(problem.size(), MarkdownView::maxCharacters)), format);
    }
    m_text->moveCursor(QTextCursor::Start);
}

QSize HoverPopup::sizeFor(const QSize &editor) const
{
    const int frame = 2 * frameWidth();
    const int widest = static_cast<int>(editor.width() * widthPart) - frame;
    const int highest = static_cast<int>(editor.height() * heightPart) - frame;
    // A copy is measured: the view lays its own out anew, in the width that it had, when its scroll bar comes or goes.
    const std::unique_ptr<QTextDocument> document(m_text->document()->clone());
    document->setTextWidth(widest);
    int width = std::min(widest, static_cast<int>(std::ceil(document->idealWidth())) + 1);
    document->setTextWidth(width);
    const int height = static_cast<int>(std::ceil(document->size().height()));
    if (height > highest) {
        width = std::min(widest, width + m_text->verticalScrollBar()->sizeHint().width());
    }
    return {width + frame, std::min(height, highest) + frame};
}

void HoverPopup::showFor(const QRect &word, const QString &problem, const QString &markdown)
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::current().muted); // of the frame, on a page of the same colour
    setPalette(colours);
    fill(problem, markdown);
    const QWidget *const editor = parentWidget();
    resize(sizeFor(editor->size()));
    const bool fitsAbove = word.top() - popupGap - height() >= 0;
    const int y = fitsAbove ? word.top() - popupGap - height() : word.bottom() + popupGap;
    const int x = std::clamp(word.left(), 0, std::max(0, editor->width() - width()));
    move(x, std::clamp(y, 0, std::max(0, editor->height() - height())));
    show();
    raise();
    m_text->verticalScrollBar()->setValue(0);
}

void HoverPopup::takeFocus()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
}

bool HoverPopup::hasFocusWithin() const
{
    return m_text->hasFocus();
}

QString HoverPopup::plainText() const
{
    return m_text->toPlainText();
}

bool HoverPopup::event(QEvent *event)
{
    return claimEscape(event) || QFrame::event(event);
}

bool HoverPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (claimEscape(event)) {
        return true;
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        parentWidget()->setFocus();
        Q_EMIT left();
        hide();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void HoverPopup::leaveEvent(QEvent *event)
{
    QFrame::leaveEvent(event);
    Q_EMIT left();
}

} // namespace studio
