// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/code_view.h"

#include "ui/common/fonts.h"
#include "ui/invoke/json_colors.h"

#include <QKeyEvent>
#include <QTextBlock>
#include <QTextLayout>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>

namespace studio {

namespace {

constexpr qsizetype sliceCharacters = 48 << 10;
constexpr int tabWidth = 2;
constexpr int longLine = 4'000;

constexpr auto byWords = QTextOption::WrapAtWordBoundaryOrAnywhere;

/// The block's revision, which every edit raises, and the generation of the colours, in the one number a block keeps.
int stateOf(const QTextBlock &block, int generation)
{
    return ((generation & 0x7ff) << 20) | (block.revision() & 0xfffff);
}

} // namespace

CodeView::CodeView(QWidget *parent) : QPlainTextEdit(parent)
{
    setLayoutDirection(Qt::LeftToRight); // of code, in every language
    setFrameShape(QFrame::NoFrame);
    setFont(monospaceFont());
    setWordWrapMode(byWords);
    setCenterOnScroll(false);
    setTabChangesFocus(true);
    document()->setDocumentMargin(8);
    connect(document(), &QTextDocument::contentsChange, this, &CodeView::chooseWrap);
    measureFont();
}

void CodeView::setColored(bool on)
{
    m_colored = on;
    forgetColors();
}

void CodeView::setLongText(const QString &text)
{
    m_slice.stop();
    const bool isLong = text.size() > sliceCharacters;
    const qsizetype firstBreak = isLong ? text.lastIndexOf(u'\n', sliceCharacters) : -1;
    const qsizetype cut = !isLong ? text.size() : firstBreak > 0 ? firstBreak : sliceCharacters;
    m_rest = text.sliced(cut);
    setPlainText(text.first(cut));
    if (m_rest.isEmpty()) {
        Q_EMIT completed();
    } else {
        m_slice.start(std::chrono::milliseconds(0), this);
    }
}

void CodeView::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_slice.id()) {
        appendSlice();
    } else {
        QPlainTextEdit::timerEvent(event);
    }
}

void CodeView::appendSlice()
{
    const qsizetype found = m_rest.size() > sliceCharacters ? m_rest.lastIndexOf(u'\n', sliceCharacters) : -1;
    const qsizetype cut = m_rest.size() <= sliceCharacters ? m_rest.size() : found > 0 ? found : sliceCharacters;
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    end.insertText(m_rest.first(cut));
    m_rest.remove(0, cut);
    if (m_rest.isEmpty()) {
        m_slice.stop();
        Q_EMIT completed();
    }
}

/// For each row that it makes of a line Qt looks for a word's end, to the end of the line where there is none: half a
/// minute for half a megabyte of base64. So a text with a long line breaks anywhere, until all of it is replaced.
void CodeView::chooseWrap(int position, int, int added)
{
    const int end = std::min(position + added, document()->characterCount() - 1);
    bool hasLong = false;
    for (QTextBlock block = document()->findBlock(position); block.isValid() && block.position() <= end && !hasLong;
         block = block.next()) {
        hasLong = isLong(block);
    }
    const bool isAll = position == 0 && end == document()->characterCount() - 1;
    if (const auto wanted = hasLong ? QTextOption::WrapAnywhere : byWords;
        (hasLong || isAll) && wordWrapMode() != wanted) {
        setWordWrapMode(wanted);
    }
}

bool CodeView::isLong(const QTextBlock &block) const
{
    return block.length() > longLine;
}

QList<JsonToken> CodeView::tokensOf(const QTextBlock &block) const
{
    return jsonTokens(block.text());
}

void CodeView::measureFont()
{
    setTabStopDistance(tabWidth * QFontMetricsF(font()).horizontalAdvance(u' '));
}

void CodeView::forgetColors()
{
    ++m_generation;
    viewport()->update();
}

void CodeView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        measureFont();
    } else if (event->type() == QEvent::PaletteChange) {
        forgetColors();
    }
}

/// Ctrl+Y does again what was undone, as it does in the editor beside it; Qt knows only Ctrl+Shift+Z here.
bool CodeView::event(QEvent *event)
{
    const auto type = event->type();
    if ((type == QEvent::ShortcutOverride || type == QEvent::KeyPress) && !isReadOnly()) {
        const auto *const key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Y && key->modifiers() == Qt::ControlModifier) {
            if (type == QEvent::KeyPress) {
                redo();
            }
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void CodeView::paintEvent(QPaintEvent *event)
{
    colorVisible();
    QPlainTextEdit::paintEvent(event);
}

void CodeView::colorVisible()
{
    QTextBlock block = firstVisibleBlock();
    const double bottom = viewport()->height();
    double y = blockBoundingGeometry(block).translated(contentOffset()).top();
    for (; block.isValid() && y <= bottom; block = block.next()) {
        if (block.userState() != stateOf(block, m_generation)) {
            color(block);
        }
        y += blockBoundingRect(block).height();
    }
}

/// Colours change no metrics, so the block's layout may be told without a new layout.
void CodeView::color(QTextBlock &block) const
{
    QList<QTextLayout::FormatRange> ranges;
    for (const JsonToken &token : m_colored ? tokensOf(block) : QList<JsonToken>()) {
        QTextCharFormat format;
        format.setForeground(tokenColor(token.kind));
        ranges.append(
            {.start = static_cast<int>(token.start), .length = static_cast<int>(token.length), .format = format});
    }
    appendMarks(block, ranges);
    block.layout()->setFormats(ranges);
    block.setUserState(stateOf(block, m_generation));
}

void CodeView::appendMarks(const QTextBlock &block, QList<QTextLayout::FormatRange> &ranges) const
{
    if (m_matches.isEmpty()) {
        return;
    }
    QTextCharFormat mark;
    mark.setBackground(matchColor());
    for (auto match = firstMatchFrom(m_matches, {.line = block.blockNumber()});
         match != m_matches.cend() && match->line == block.blockNumber(); ++match) {
        ranges.append(
            {.start = static_cast<int>(match->start), .length = static_cast<int>(match->length), .format = mark});
    }
}

/// What is not shown yet is not among them; the search is begun anew when it is.
std::shared_ptr<const LineText> CodeView::lineText() const
{
    return std::make_shared<PlainLines>(toPlainText());
}

void CodeView::markMatches(const QList<AnswerMatch> &matches)
{
    if (!m_matches.isEmpty() || !matches.isEmpty()) {
        m_matches = matches;
        forgetColors();
    }
}

void CodeView::selectMatch(const AnswerMatch &match)
{
    const QTextBlock block = document()->findBlockByNumber(static_cast<int>(match.line));
    const int start = block.position() + static_cast<int>(match.start);
    if (!block.isValid() || match.start + match.length >= block.length()) {
        return; // of a text that is another one now
    }
    QTextCursor cursor(document());
    cursor.setPosition(start);
    cursor.setPosition(start + static_cast<int>(match.length), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
}

LinePlace CodeView::findStart() const
{
    const int start = textCursor().selectionStart();
    const QTextBlock block = document()->findBlock(start);
    return {.line = block.blockNumber(), .unit = start - block.position()};
}

QString CodeView::selectionToFind() const
{
    const QString selected = textCursor().selectedText();
    return selected.contains(QChar::ParagraphSeparator) ? QString() : selected;
}

} // namespace studio
