// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_editor.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/editor/bracket_colours.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/kept_place.h"
#include "ui/editor/left_to_right.h"
#include "ui/editor/multi_carets.h"
#include "ui/editor/occurrence_marks.h"
#include "ui/editor/problem_lens.h"
#include "ui/editor/scroll_marks.h"
#include "ui/editor/standard_keys.h"
#include "ui/editor/syntax_lexer.h"
#include "ui/editor/text_changes.h"
#include "ui/editor/typing_assist.h"
#include "ui/editor/undo_carets.h"

#include <QApplication>
#include <QChildEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace studio {

namespace {

constexpr int markMargin = 0;
constexpr int numberMargin = 1;

} // namespace

CodeEditor::CodeEditor(Syntaxes *syntaxes, const QString &fileName, QWidget *parent)
    : CodeEditor(syntaxes, fileName, nullptr, parent)
{
}

CodeEditor::CodeEditor(Syntaxes *syntaxes, const QString &fileName, CodeEditor *main, QWidget *parent)
    : QsciScintilla(parent)
    , m_syntaxes(syntaxes)
    , m_main(main)
    , m_changes(nullptr)
    , m_lexer(nullptr)
    , m_typing(nullptr)
    , m_scrollMarks(new ScrollMarks(this, warningMarker, errorMarker))
    , m_font(monospaceFont())
{
    m_changes = new TextChanges(this);
    connect(m_changes, &TextChanges::begun, this, &CodeEditor::changeBegun);
    connect(m_changes, &TextChanges::changed, this, &CodeEditor::changed);
    setLayoutDirection(Qt::LeftToRight); // of code, in every language
    setUpText();
    if (m_main) {
        m_font = m_main->m_font;
        m_syntaxTheme = m_main->m_syntaxTheme;
        showTextOf(m_main);
    }
    setUpLook();
    setAccessibleName(fileName);
    if (m_main) {
        m_lexer = m_main->m_lexer;
    } else {
        m_lexer = new SyntaxLexer(syntaxes, fileName, SyntaxColours(*syntaxes, {}, Theme::current().dark), this);
        setLexer(m_lexer);
        m_undoCarets = new UndoCarets(this);
        connect(this, &QsciScintilla::textChanged, this, &CodeEditor::updateLanguage);
    }
    m_typing = new TypingAssist(this, m_lexer);
    new MultiCarets(this);
    connect(new OccurrenceMarks(this), &OccurrenceMarks::marked, m_scrollMarks,
            [this](const QList<int> &lines) { m_scrollMarks->setLines(ScrollMarks::Occurrence, lines); });
    new BracketColours(this, m_lexer);
    new ProblemLens(this);
    new KeptPlace(this);
    applyTheme();
    leaveKeysToTheWindow(*standardCommands());
}

CodeEditor::~CodeEditor()
{
    delete m_second;
    leaveText();
}

/// What Scintilla keeps with the text.
void CodeEditor::setUpText()
{
    setUtf8(true);
    setTabWidth(4);
    setIndentationsUseTabs(false);
}

void CodeEditor::setUpLook()
{
    setFrameShape(QFrame::NoFrame);
    setFont(m_font);
    setBackspaceUnindents(true);
    setBraceMatching(SloppyBraceMatch);
    setCaretLineVisible(true);
    setCaretWidth(2);
    setScrollWidthTracking(true);
    SendScintilla(SCI_SETLAYOUTCACHE, SC_CACHE_PAGE); // else each paint measures each line's text anew
    SendScintilla(SCI_SETENDATLASTLINE, 0UL);         // what is typed at the end need not stand at the lower edge
    setScrollWidth(1);
    setMarginType(markMargin, SymbolMargin);
    setMarginWidth(markMargin, 14);
    setMarginType(numberMargin, NumberMargin);
    setMarginMarkerMask(markMargin, (1 << errorMarker) | (1 << warningMarker));
    setMarginMarkerMask(numberMargin, 0);
    setMarginWidth(2, 8);
    indicatorDefine(SquiggleIndicator, errorIndicator);
    indicatorDefine(SquiggleIndicator, warningIndicator);
    m_matchIndicator = ownIndicator(matchIndicator, secondMatchIndicator);
    m_currentMatchIndicator = ownIndicator(currentMatchIndicator, secondCurrentMatchIndicator);
    indicatorDefine(FullBoxIndicator, m_matchIndicator);
    setIndicatorDrawUnder(true, m_matchIndicator);
    indicatorDefine(FullBoxIndicator, m_currentMatchIndicator);
    setIndicatorDrawUnder(true, m_currentMatchIndicator);
    markerDefine(Circle, errorMarker);
    markerDefine(RightTriangle, warningMarker);
    SendScintilla(SCI_SETEXTRAASCENT, 2UL);
    SendScintilla(SCI_SETEXTRADESCENT, 2UL);
    connect(this, &QsciScintilla::linesChanged, this, &CodeEditor::fitNumbers);
    connect(this, &QsciScintillaBase::SCN_ZOOM, this, &CodeEditor::fitNumbers);
    fitNumbers();
}

void CodeEditor::fitNumbers()
{
    const qsizetype digits = std::max<qsizetype>(4, QString::number(lines()).size() + 1);
    if (m_showsNumbers) {
        setMarginWidth(numberMargin, QString(digits, QLatin1Char('0')));
    } else {
        setMarginWidth(numberMargin, 0);
    }
}

void CodeEditor::setShowsLineNumbers(bool isShown)
{
    if (isShown != m_showsNumbers) {
        m_showsNumbers = isShown;
        fitNumbers();
    }
}

void CodeEditor::flushChanges()
{
    if (m_changes) { // events come while it is made, too
        m_changes->flush();
    }
}

void CodeEditor::changeEvent(QEvent *event)
{
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    }
}

void CodeEditor::setFileName(const QString &name)
{
    setAccessibleName(name);
    if (!m_main) {
        m_lexer->setFileName(m_isPlain ? QString() : name);
        SendScintilla(SCI_STARTSTYLING, 0UL); // what is seen is coloured when it is drawn, the rest where it is needed
        viewport()->update();
    }
    Q_EMIT fileNameChanged();
}

void CodeEditor::loadText(const QByteArray &utf8)
{
    m_isPlain = utf8.size() > maxLanguageBytes;
    if (m_isPlain) { // before all of it would be coloured
        m_lexer->setFileName(QString());
    }
    const auto told = static_cast<unsigned long>(SendScintilla(SCI_GETMODEVENTMASK));
    SendScintilla(SCI_SETMODEVENTMASK, 0UL);
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL); // which would keep a copy of it
    SendScintilla(SCI_ALLOCATE, static_cast<unsigned long>(utf8.size()) + 1);
    SendScintilla(SCI_APPENDTEXT, static_cast<unsigned long>(utf8.size()), utf8.constData());
    SendScintilla(SCI_SETUNDOCOLLECTION, 1UL);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    SendScintilla(SCI_SETMODEVENTMASK, told);
    setModified(false);
    Q_EMIT linesChanged();
}

/// QsciScintilla's leaves the state that was saved as it is when it is told that the text is modified.
void CodeEditor::setModified(bool isModified)
{
    const bool wasModified = this->isModified();
    CodeEditor *const main = mainView();
    main->m_isSavedStateGone = isModified;
    if (!isModified) {
        QsciScintilla::setModified(false);
    } else if (!wasModified) {
        Q_EMIT main->modificationChanged(true);
    }
}

/// Also of what is pasted.
void CodeEditor::updateLanguage()
{
    if (const bool isLong = length() > maxLanguageBytes; isLong != m_isPlain) {
        m_isPlain = isLong;
        setFileName(accessibleName());
    }
}

void CodeEditor::goTo(int line, int column)
{
    const int row = std::clamp(line - 1, 0, lines() - 1);
    const int at = column > 0
                       ? column - 1
                       : static_cast<int>(SendScintilla(SCI_GETLINEINDENTATION, static_cast<unsigned long>(row)));
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(positionOf(row, at)));
    ensureLineVisible(row);
    SendScintilla(SCI_VERTICALCENTRECARET);
    setFocus();
}

/// Of the marks and the numbers.
bool CodeEditor::isOverMargin(const QPoint &point) const
{
    return point.x() >= 0 && point.x() < marginWidth(markMargin) + marginWidth(numberMargin);
}

bool CodeEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QPoint point = viewport()->mapFromGlobal(help->globalPos());
        const QString problem =
            isOverMargin(point) ? problemOfLine(rowAt(point.y())).message : problemAt(positionAt(point));
        if (problem.isEmpty()) {
            QToolTip::hideText();
        } else {
            QToolTip::showText(help->globalPos(), asTip(problem), this);
        }
        return true;
    }
    const bool isHandled = QsciScintilla::event(event);
    flushChanges();
    if (event->type() == QEvent::KeyPress) { // the next key is typed where the carets were
        undoCarets()->restore();
    } else if (event->type() == QEvent::FocusIn && undoCarets()) {
        undoCarets()->setView(this);
    }
    if (m_changes && (event->type() == QEvent::Show || event->type() == QEvent::FocusIn)) {
        m_changes->followAssistiveTools();
    }
    return isHandled;
}

bool CodeEditor::viewportEvent(QEvent *event)
{
    const bool isHandled = QsciScintilla::viewportEvent(event);
    flushChanges();
    return isHandled;
}

/// What stands over the text has the font of the window, and would inherit that of the code.
void CodeEditor::childEvent(QChildEvent *event)
{
    QsciScintilla::childEvent(event);
    if (event->added() && event->child()->isWidgetType()) {
        static_cast<QWidget *>(event->child())->setFont(QApplication::font());
    }
}

void CodeEditor::paintEvent(QPaintEvent *event)
{
    const LeftToRightPainting direction;
    QsciScintilla::paintEvent(event);
    QPainter painter(viewport());
    painter.setClipRegion(event->region());
    Q_EMIT painted(&painter, event->rect());
}

void CodeEditor::setHeader(QWidget *header)
{
    m_header = header;
    header->setParent(this);
    setViewportMargins(0, header->height(), 0, 0);
    header->setGeometry(0, 0, width(), header->height());
    header->show();
}

void CodeEditor::resizeEvent(QResizeEvent *event)
{
    QsciScintilla::resizeEvent(event);
    if (m_header) {
        m_header->setGeometry(0, 0, width(), m_header->height());
    }
}

/// Tab is typed in the text; in the header it goes on.
bool CodeEditor::focusNextPrevChild(bool next)
{
    const QWidget *const focused = QApplication::focusWidget();
    return m_header && focused && m_header->isAncestorOf(focused) ? QAbstractScrollArea::focusNextPrevChild(next)
                                                                  : QsciScintilla::focusNextPrevChild(next);
}

void CodeEditor::keyPressEvent(QKeyEvent *event)
{
    // What means nothing with Ctrl is not to be typed. With Alt beside it, it may be AltGr.
    const bool isHeld = event->modifiers().testAnyFlags(Qt::ControlModifier | Qt::MetaModifier) &&
                        !event->modifiers().testFlag(Qt::AltModifier);
    const bool isTyped = !event->text().isEmpty() && event->text().front().isPrint();
    if (isHeld && isTyped && !standardCommands()->boundTo(event->keyCombination().toCombined())) {
        event->ignore();
        return;
    }
    const auto insert = [&] { QsciScintilla::keyPressEvent(event); };
    if (!m_typing->handleKey(*event, insert)) {
        insert();
    }
}

/// A dead key composes a quote, for one.
void CodeEditor::inputMethodEvent(QInputMethodEvent *event)
{
    const auto insert = [&] { QsciScintilla::inputMethodEvent(event); };
    if (event->commitString().size() != 1 || !event->preeditString().isEmpty()) {
        insert();
        return;
    }
    QInputMethodEvent endOfPreedit;
    QsciScintilla::inputMethodEvent(&endOfPreedit);
    if (!m_typing->handleCharacter(event->commitString().front(), insert)) {
        insert();
    }
}

void CodeEditor::undo()
{
    QsciScintilla::undo();
    undoCarets()->restore();
}

void CodeEditor::redo()
{
    QsciScintilla::redo();
    undoCarets()->restore();
}

void CodeEditor::replaceText(const QString &newText)
{
    const bool wasReadOnly = isReadOnly(); // for the keyboard
    setReadOnly(false);
    undoCarets()->hold();
    const auto replace = [&] {
        beginUndoAction();
        selectAll();
        replaceSelectedText(newText);
        endUndoAction();
    };
    const auto replaceHere = [&] { keepPlaceDuring(replace); };
    if (CodeEditor *const other = otherView()) {
        other->keepPlaceDuring(replaceHere);
    } else {
        replaceHere();
    }
    setReadOnly(wasReadOnly);
}

void CodeEditor::keepPlaceDuring(const std::function<void()> &change)
{
    int line = 0;
    int column = 0;
    getCursorPosition(&line, &column);
    const int top = firstVisibleLine();
    change();
    flushChanges();
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(positionOf(std::min(line, lines() - 1), column)));
    setFirstVisibleLine(top);
}

} // namespace studio
