// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/hover_popup.h"

#include "ui/common/escape.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QTextFrame>
#include <QTextTable>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr int popupGap = 2;    ///< between the word and the popup
constexpr int popupMargin = 8; ///< around the text

/// Larger ones are cut: a server's mistake must not stop the window.
constexpr qsizetype maxCharacters = 200'000;

QTextBlockFormat spaced(int above, int below)
{
    QTextBlockFormat format;
    format.setTopMargin(above);
    format.setBottomMargin(below);
    return format;
}

/// Qt takes the desktop's own fixed font for code, and gives a block of it no look of its own.
void format(QTextDocument *document)
{
    const QFont code = monospaceFont();
    QTextCursor cursor(document);
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const bool isFenced = block.blockFormat().hasProperty(QTextFormat::BlockCodeFence);
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            if (!isFenced && !part.fragment().charFormat().fontFixedPitch()) {
                continue;
            }
            QTextCharFormat format;
            format.setFontFamilies(code.families());
            format.setFontPointSize(code.pointSizeF());
            cursor.setPosition(part.fragment().position());
            cursor.setPosition(part.fragment().position() + part.fragment().length(), QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
        if (block.blockFormat().headingLevel() > 0) { // of the size of the text: it is a note, not a page
            QTextCharFormat format;
            format.setProperty(QTextFormat::FontSizeAdjustment, 0);
            cursor.setPosition(block.position());
            cursor.setPosition(block.position() + block.length() - 1, QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
        if (isFenced) {
            const bool isFirst = !block.previous().blockFormat().hasProperty(QTextFormat::BlockCodeFence);
            const bool isLast = !block.next().blockFormat().hasProperty(QTextFormat::BlockCodeFence);
            QTextBlockFormat format = spaced(isFirst ? 2 : 0, isLast ? 4 : 0);
            format.setNonBreakableLines(false);
            QTextCursor(block).mergeBlockFormat(format);
        }
    }
}

} // namespace

/// Loads nothing, whatever the text names.
class HoverPopup::Text final : public QTextBrowser
{
public:
    using QTextBrowser::QTextBrowser;

    QVariant loadResource(int /*type*/, const QUrl & /*name*/) override { return QByteArray(); }
};

HoverPopup::HoverPopup(QWidget *editor) : QFrame(editor), m_text(new Text)
{
    setObjectName(QStringLiteral("hoverPopup"));
    setFrameStyle(static_cast<int>(QFrame::Box) | static_cast<int>(QFrame::Plain));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    m_text->setAccessibleName(tr("Description of what is under the mouse"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(popupMargin);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setFocusPolicy(Qt::ClickFocus);
    m_text->installEventFilter(this);
    connect(m_text, &QTextBrowser::anchorClicked, this, &HoverPopup::linkClicked);
    hide();
}

void HoverPopup::fill(const QString &problem, const QString &markdown)
{
    QTextDocument *const document = m_text->document();
    document->setDefaultFont(interfaceFont());
    document->setMarkdown(markdown.first(std::min(markdown.size(), maxCharacters)),
                          QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                              QTextDocument::MarkdownNoHTML);
    format(document);
    if (!problem.isEmpty()) {
        QTextCursor cursor(document);
        QTextCharFormat format;
        format.setForeground(Theme::current().danger);
        if (!markdown.isEmpty()) {
            cursor.insertBlock(); // keeps the first block of the Markdown as it is
            cursor.movePosition(QTextCursor::Start);
        }
        cursor.setBlockFormat(spaced(0, markdown.isEmpty() ? 0 : 6));
        cursor.setBlockCharFormat(format);
        cursor.insertText(problem.first(std::min(problem.size(), maxCharacters)), format);
    }
    m_text->moveCursor(QTextCursor::Start);
}

QSize HoverPopup::sizeFor(const QSize &editor) const
{
    const int frame = 2 * frameWidth();
    const int widest = static_cast<int>(editor.width() * widthPart) - frame;
    const int highest = static_cast<int>(editor.height() * heightPart) - frame;
    QTextDocument *const document = m_text->document();
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
