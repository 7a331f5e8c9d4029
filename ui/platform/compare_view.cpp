// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/compare_view.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/editor/syntax_colours.h"
#include "ui/platform/words.h"

#include <QEvent>
#include <QTextBlock>
#include <QTextLayout>

namespace studio {

namespace {

constexpr qsizetype maxColouredRows = 20'000;
constexpr double lineShare = 0.14; ///< of the colour of a mark, in a line that has changed
constexpr double wordShare = 0.4;  ///< in what of it has
constexpr int gapWidth = 2;        ///< columns between a line's number and its text

QColor blended(const QColor &over, double share)
{
    const QColor under = Theme::current().surface;
    const auto mix = [share](int a, int b) { return static_cast<int>(a * share + b * (1 - share)); };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue())};
}

} // namespace

CompareView::CompareView(const QString &name, QWidget *parent) : QPlainTextEdit(parent)
{
    setLayoutDirection(Qt::LeftToRight); // of code, in every language
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setFont(monospaceFont());
    setAccessibleName(name);
}

void CompareView::setSyntaxes(std::shared_ptr<Syntaxes> syntaxes)
{
    m_syntaxes = std::move(syntaxes);
    colourRows();
}

void CompareView::showSentence(const QString &sentence)
{
    m_rows.clear();
    setPlainText(sentence);
}

void CompareView::showRows(const QList<CompareRow> &rows, const QString &fileName, const QColor &mark)
{
    m_rows = rows;
    m_fileName = fileName;
    m_mark = mark;
    m_digits = static_cast<int>(QString::number(rows.size()).size());
    draw();
}

void CompareView::draw()
{
    QStringList text;
    for (const CompareRow &row : std::as_const(m_rows)) {
        text << (row.number > 0 ? QString::number(row.number).rightJustified(m_digits) : QString(m_digits, u' ')) +
                    QString(gapWidth, u' ') + oneLine(row.text);
    }
    setPlainText(text.join(u'\n'));
    markRows();
    colourRows();
    moveCursor(QTextCursor::Start);
}

void CompareView::markRows()
{
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].isChanged) {
            QTextBlockFormat format;
            format.setBackground(m_rows[i].number > 0 ? blended(m_mark, lineShare)
                                                      : blended(Theme::current().border, 0.4));
            cursor.setPosition(document()->findBlockByNumber(static_cast<int>(i)).position());
            cursor.setBlockFormat(format);
        }
    }
    cursor.endEditBlock();
}

/// The colours of the language below, the marks of words above them. The document's text stays what it is.
void CompareView::colourRows()
{
    if (m_rows.isEmpty()) {
        return;
    }
    const bool hasColours = m_syntaxes && m_rows.size() <= maxColouredRows;
    const auto highlighter = hasColours ? m_syntaxes->highlighterFor(m_fileName) : nullptr;
    const auto colours =
        hasColours ? std::optional(SyntaxColours(*m_syntaxes, {}, Theme::current().dark)) : std::nullopt;
    const int offset = m_digits + gapWidth;
    QTextCharFormat number;
    number.setForeground(Theme::current().muted);
    QTextCharFormat word;
    word.setBackground(blended(m_mark, wordShare));
    int line = 0; // of the file: a gap is none
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const CompareRow &row = m_rows[i];
        if (row.number == 0) {
            continue;
        }
        QList<QTextLayout::FormatRange> ranges{{0, m_digits, number}};
        QList<FormattedPart> parts;
        if (highlighter) {
            highlighter->highlight(line++, row.text, parts);
        }
        for (const FormattedPart &part : std::as_const(parts)) {
            const TextStyle style = colours->style(part.format);
            QTextCharFormat format;
            if (style.color.isValid()) {
                format.setForeground(style.color);
            }
            format.setFontItalic(style.isItalic);
            format.setFontWeight(style.isBold ? QFont::Bold : QFont::Normal);
            ranges.append({offset + part.from, part.length, format});
        }
        for (const LinePart &part : row.changed) {
            ranges.append({offset + part.from, part.length, word});
        }
        const QTextBlock block = document()->findBlockByNumber(static_cast<int>(i));
        block.layout()->setFormats(ranges);
        document()->markContentsDirty(block.position(), block.length());
    }
}

void CompareView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_rows.isEmpty()) {
        markRows();
        colourRows();
    }
}

} // namespace studio
