// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/payload_view.h"

#include "ui/invoke/payload_text.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

namespace studio {

PayloadView::PayloadView(QWidget *parent) : CodeView(parent) {}

void PayloadView::setText(const QString &text)
{
    // QTextDocument::clear() puts back the cursors it had, also one that is deleted while it tells of the change.
    setExtraSelections({});
    document()->setUndoRedoEnabled(false); // and forgets what there was to undo
    QTextCursor all(document());
    all.select(QTextCursor::Document);
    insertPayload(all, text);
    document()->setUndoRedoEnabled(true);
    moveCursor(QTextCursor::Start);
}

void PayloadView::replaceText(const QString &text)
{
    QTextCursor all(document());
    all.select(QTextCursor::Document);
    insertPayload(all, text);
}

QString PayloadView::text() const
{
    return payloadOf(*document());
}

void PayloadView::replaceText(qsizetype from, qsizetype to, const QString &by)
{
    QTextCursor part = cursorOver(from, to);
    insertPayload(part, by);
    setTextCursor(part);
}

QTextCursor PayloadView::cursorOver(qsizetype from, qsizetype to) const
{
    QTextCursor cursor(document());
    cursor.setPosition(documentPosition(*document(), from));
    cursor.setPosition(documentPosition(*document(), to), QTextCursor::KeepAnchor);
    return cursor;
}

qsizetype PayloadView::caret() const
{
    return payloadPosition(*document(), textCursor().position());
}

qsizetype PayloadView::placeAt(QPoint point) const
{
    return payloadPosition(*document(), cursorForPosition(point).position());
}

bool PayloadView::event(QEvent *event)
{
    if (event->type() == QEvent::KeyPress && !isReadOnly() && deleteOverBreak(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return CodeView::event(event);
}

/// Backspace and Delete beside a break that stands for nothing take the character behind it, too.
bool PayloadView::deleteOverBreak(const QKeyEvent &event)
{
    const bool isBack = event.key() == Qt::Key_Backspace;
    if ((!isBack && event.key() != Qt::Key_Delete) || textCursor().hasSelection()) {
        return false;
    }
    QTextCursor cursor = textCursor();
    const QTextBlock block = cursor.block();
    const bool isAtBreak = isBack ? cursor.atBlockStart() && continuesLine(block)
                                  : cursor.atBlockEnd() && block.next().isValid() && continuesLine(block.next());
    if (!isAtBreak) {
        return false;
    }
    const auto step = isBack ? QTextCursor::PreviousCharacter : QTextCursor::NextCharacter;
    cursor.movePosition(step, QTextCursor::KeepAnchor, 2);
    cursor.removeSelectedText();
    setTextCursor(cursor);
    return true;
}

/// The break that Enter makes is a line feed, whatever the one before it stands for.
void PayloadView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::InsertParagraphSeparator) && !isReadOnly()) {
        textCursor().insertBlock(QTextBlockFormat(), QTextCharFormat());
        ensureCursorVisible();
        event->accept();
        return;
    }
    CodeView::keyPressEvent(event);
}

void PayloadView::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText()) {
        QTextCursor cursor = textCursor();
        insertPayload(cursor, source->text());
        setTextCursor(cursor);
        ensureCursorVisible();
    }
}

QMimeData *PayloadView::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    auto *const copied = new QMimeData;
    copied->setText(payloadOf(*document(), cursor.selectionStart(), cursor.selectionEnd()));
    return copied;
}

QList<JsonToken> PayloadView::tokensOf(const QTextBlock &block) const
{
    return jsonTokens(block.text(), continuesString(block));
}

bool PayloadView::isLong(const QTextBlock &block) const
{
    return CodeView::isLong(block) || continuesLine(block);
}

} // namespace studio
