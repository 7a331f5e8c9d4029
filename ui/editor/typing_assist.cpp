// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/typing_assist.h"

#include "ui/editor/indentation.h"
#include "ui/editor/syntax_lexer.h"

#include <QKeyEvent>
#include <QScopedValueRollback>

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr unsigned long closerIndicator = 20; ///< of a closing character that was inserted here; never drawn

bool isBlank(QStringView text)
{
    return text.trimmed().isEmpty();
}

/// A closing character is not inserted before a word: "(" in front of "foo" is meant to go around it later.
bool mayStandBehindCloser(QChar next, bool ofQuote)
{
    return next.isNull() || next.isSpace() || QStringView(u";:.,=}])>").contains(next) ||
           (!ofQuote && QStringView(u"'\"`").contains(next));
}

bool isWordCharacter(QChar unit)
{
    return unit.isLetterOrNumber() || unit == u'_' || unit.isSurrogate();
}

QChar closerOf(QChar opener)
{
    return opener == u'(' ? u')' : opener == u'[' ? u']' : opener == u'{' ? u'}' : QChar();
}

/// Of a sequence of backslashes the last one escapes what follows when their number is odd.
bool isEscaped(QStringView before)
{
    qsizetype count = 0;
    while (count < before.size() && before[before.size() - 1 - count] == u'\\') {
        ++count;
    }
    return count % 2 == 1;
}

} // namespace

struct TypingAssist::Place
{
    long line = 0;
    long position = 0;
    QString before; ///< the caret, in its line
    QString after;  ///< without the line's end
};

TypingAssist::TypingAssist(QsciScintilla *editor, SyntaxLexer *lexer)
    : QObject(editor), m_editor(editor), m_lexer(lexer)
{
    editor->SendScintilla(Sci::SCI_INDICSETSTYLE, closerIndicator, static_cast<long>(Sci::INDIC_HIDDEN));
    connect(editor, &QsciScintilla::cursorPositionChanged, this, &TypingAssist::forgetClosersOfOtherLines);
}

bool TypingAssist::handleKey(const QKeyEvent &event, const std::function<void()> &insert)
{
    const Qt::KeyboardModifiers held = event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    const bool isFree = !m_editor->isReadOnly() && m_editor->SendScintilla(Sci::SCI_AUTOCACTIVE) == 0 &&
                        m_editor->SendScintilla(Sci::SCI_SELECTIONISRECTANGLE) == 0;
    if (!isFree) {
        return false;
    }
    if (held == Qt::NoModifier && (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)) {
        return breakLine();
    }
    if (event.key() == Qt::Key_Backspace && event.modifiers() == Qt::NoModifier) {
        return deletePair();
    }
    // AltGr, with which some keyboards type brackets, may arrive as Ctrl and Alt.
    const bool isTyped =
        held == Qt::NoModifier || held == (Qt::ControlModifier | Qt::AltModifier) || held == Qt::GroupSwitchModifier;
    return isTyped && event.text().size() == 1 && handleCharacter(event.text().front(), insert);
}

bool TypingAssist::handleCharacter(QChar typed, const std::function<void()> &insert)
{
    if (m_editor->isReadOnly() || !typed.isPrint() || isWordCharacter(typed) || typed.isSpace()) {
        return false;
    }
    const TypingRules current = rules();
    const TypingPair *const pair = current.pairOf(typed);
    return (pair && surround(*pair)) || typeOver(typed) || (pair && closeItself(*pair, insert)) ||
           unindentCloser(typed, insert);
}

TypingRules TypingAssist::rules() const
{
    return typingRulesFor(m_lexer->languageName(), m_lexer->commentMark());
}

TypingAssist::Place TypingAssist::placeOf(long position)
{
    const long line = m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(position));
    const long start = m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(line));
    const long end = m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line));
    const auto text = [this](long from, long to) {
        return from < to ? m_editor->text(static_cast<int>(from), static_cast<int>(to)) : QString();
    };
    return {.line = line, .position = position, .before = text(start, position), .after = text(position, end)};
}

/// What is typed at the end of `text`, which begins the line, is of the last kind.
QList<TextKind> TypingAssist::kindsOf(long line, const QString &text)
{
    const long styled = m_editor->SendScintilla(Sci::SCI_GETENDSTYLED);
    const long start = m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(line));
    if (styled < start) {
        m_editor->SendScintilla(Sci::SCI_COLOURISE, word(styled), start);
    }
    return m_lexer->kindsOf(static_cast<int>(line), text);
}

bool TypingAssist::breakLine()
{
    const QScopedValueRollback editing(m_isEditing, true);
    QList<CaretEdit> edits;
    for (const Caret &caret : caretsOf(*m_editor)) {
        CaretEdit edit = lineBreakAt(caret);
        if (!edits.isEmpty()) { // several carets may stand in the same blanks
            edit.from = std::max(edit.from, edits.last().to);
            edit.to = std::max(edit.to, edit.from);
        }
        edits << edit;
    }
    applyEdits(*m_editor, edits);
    return true;
}

CaretEdit TypingAssist::lineBreakAt(const Caret &caret)
{
    const QByteArray lineEnd = lineEndOf(*m_editor);
    Place place = placeOf(caret.start());
    place.after = placeOf(caret.end()).after;
    const TypingRules current = rules();
    const QString indent = leadingBlanks(place.before);
    CaretEdit edit{.from = caret.start(), .to = caret.end()};
    if (isBlank(place.before)) { // the line moves down as it is, and leaves no blanks behind
        edit.from -= place.before.size();
        edit.text = lineEnd + place.before.toUtf8();
        edit.anchor = edit.position = edit.text.size();
        return edit;
    }
    edit.to += isBlank(place.after) ? 0 : leadingBlanks(place.after).size();
    const TextKind kind = kindsOf(place.line, place.before).last();
    const QString comment = commentToContinue(place, current, kind);
    const bool opens = kind != TextKind::String && current.indentsAfterBrackets && opensBlock(place);
    const QByteArray first = (indent + comment + (opens ? indentUnit(*m_editor) : QString())).toUtf8();
    edit.text = lineEnd + first;
    edit.anchor = edit.position = edit.text.size();
    const QString rest = place.after.trimmed();
    if (opens && !rest.isEmpty() && closerOf(place.before.trimmed().back()) == rest.front()) {
        edit.text += lineEnd + indent.toUtf8();
    }
    return edit;
}

QString TypingAssist::commentToContinue(const Place &place, const TypingRules &rules, TextKind kind) const
{
    if (kind != TextKind::Comment) {
        return {};
    }
    const QString before = place.before.trimmed();
    for (const QString &mark : rules.continuedComments) {
        if (before.startsWith(mark)) {
            return mark + QLatin1Char(' ');
        }
    }
    const bool isSplit = !rules.lineComment.isEmpty() && before.startsWith(rules.lineComment) && !isBlank(place.after);
    return isSplit ? rules.lineComment + QLatin1Char(' ') : QString();
}

/// Whether a bracket is opened in front of the caret and not closed there.
bool TypingAssist::opensBlock(const Place &place)
{
    const QList<TextKind> kinds = kindsOf(place.line, place.before);
    int open = 0;
    for (qsizetype at = 0; at < place.before.size(); ++at) {
        if (kinds[at] != TextKind::Code) {
            continue;
        }
        const QChar unit = place.before[at];
        if (!closerOf(unit).isNull()) {
            ++open;
        } else if (QStringView(u")]}").contains(unit)) {
            open = std::max(0, open - 1);
        }
    }
    return open > 0;
}

bool TypingAssist::isInsertedCloser(long position) const
{
    return m_closerLine >= 0 && m_editor->SendScintilla(Sci::SCI_INDICATORVALUEAT, closerIndicator, position) != 0;
}

bool TypingAssist::deletePair()
{
    const QScopedValueRollback editing(m_isEditing, true);
    const TypingRules current = rules();
    QList<CaretEdit> edits;
    for (const Caret &caret : caretsOf(*m_editor)) {
        const Place place = placeOf(caret.position);
        const TypingPair *const pair = place.before.isEmpty() ? nullptr : current.pairOf(place.before.back());
        if (!caret.isEmpty() || !pair || !place.after.startsWith(pair->close) || !isInsertedCloser(caret.position)) {
            return false;
        }
        edits << CaretEdit{.from = caret.position - 1, .to = caret.position + 1};
    }
    applyEdits(*m_editor, edits);
    return true;
}

bool TypingAssist::surround(const TypingPair &pair)
{
    QList<CaretEdit> edits;
    for (const Caret &caret : caretsOf(*m_editor)) {
        const QString selected = caret.isEmpty()
                                     ? QString()
                                     : m_editor->text(static_cast<int>(caret.start()), static_cast<int>(caret.end()));
        const bool isOneQuote = pair.isQuote() && selected.size() == 1 && rules().pairOf(selected.front()) &&
                                rules().pairOf(selected.front())->isQuote(); // which is to be replaced
        if (isBlank(selected) || isOneQuote) {
            return false;
        }
        const QByteArray text = (pair.open + selected + pair.close).toUtf8();
        const bool isForward = caret.anchor < caret.position;
        edits << CaretEdit{.from = caret.start(),
                           .to = caret.end(),
                           .text = text,
                           .anchor = isForward ? 1 : text.size() - 1,
                           .position = isForward ? text.size() - 1 : 1};
    }
    applyEdits(*m_editor, edits);
    return true;
}

bool TypingAssist::typeOver(QChar typed)
{
    QList<Caret> carets = caretsOf(*m_editor);
    for (Caret &caret : carets) {
        const Place place = placeOf(caret.position);
        const bool isQuote = !QStringView(u")]}>").contains(typed);
        const bool isArrow = typed == u'>' && (place.before.endsWith(u'-') || place.before.endsWith(u'='));
        if (!caret.isEmpty() || !place.after.startsWith(typed) || !isInsertedCloser(caret.position) || isArrow ||
            (isQuote && isEscaped(place.before))) {
            return false;
        }
        caret = {.anchor = caret.position + 1, .position = caret.position + 1};
    }
    const qsizetype main = mainCaretOf(*m_editor);
    setCarets(*m_editor, carets, main);
    return true;
}

bool TypingAssist::canClose(const TypingPair &pair, long position)
{
    const Place place = placeOf(position);
    const QChar before = place.before.isEmpty() ? QChar() : place.before.back();
    if (!mayStandBehindCloser(place.after.isEmpty() ? QChar() : place.after.front(), pair.isQuote()) ||
        (pair.isQuote() && (isWordCharacter(before) || before == pair.open || isEscaped(place.before)))) {
        return false;
    }
    return pair.closesIn(kindsOf(place.line, place.before).last());
}

bool TypingAssist::closeItself(const TypingPair &pair, const std::function<void()> &insert)
{
    const QScopedValueRollback editing(m_isEditing, true);
    const QList<Caret> before = caretsOf(*m_editor);
    if (!std::ranges::all_of(before, [&](const Caret &caret) { return canClose(pair, caret.end()); })) {
        return false;
    }
    m_editor->beginUndoAction();
    insert();
    QList<CaretEdit> edits;
    for (const Caret &caret : caretsOf(*m_editor)) {
        edits << CaretEdit{.from = caret.position, .to = caret.position, .text = QString(pair.close).toUtf8()};
    }
    applyEdits(*m_editor, edits);
    m_editor->endUndoAction();
    for (const Caret &caret : caretsOf(*m_editor)) {
        markCloser(caret.position);
    }
    return true;
}

bool TypingAssist::unindentCloser(QChar typed, const std::function<void()> &insert)
{
    if (!QStringView(u")]}").contains(typed)) {
        return false;
    }
    const QScopedValueRollback editing(m_isEditing, true);
    m_editor->beginUndoAction();
    insert();
    const qsizetype main = mainCaretOf(*m_editor);
    QList<Caret> carets = caretsOf(*m_editor);
    for (qsizetype index = carets.size() - 1; index >= 0; --index) {
        const Place place = placeOf(carets[index].position);
        const QString text = place.before.trimmed();
        if (text.size() != 1 || text.front() != typed || place.before.back() != typed) {
            continue;
        }
        const long length = m_editor->SendScintilla(Sci::SCI_GETLENGTH);
        unindentLineOf(place.position - 1);
        const long change = m_editor->SendScintilla(Sci::SCI_GETLENGTH) - length;
        for (qsizetype later = index; later < carets.size(); ++later) {
            carets[later].anchor += change;
            carets[later].position += change;
        }
    }
    m_editor->endUndoAction();
    setCarets(*m_editor, carets, main);
    return true;
}

/// To where the line of the opening bracket begins; nothing happens where there is none.
void TypingAssist::unindentLineOf(long closer)
{
    const long line = m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(closer));
    // Brackets match only within one style.
    m_editor->SendScintilla(Sci::SCI_COLOURISE, word(m_editor->SendScintilla(Sci::SCI_GETENDSTYLED)),
                            m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line)));
    const long opener = m_editor->SendScintilla(Sci::SCI_BRACEMATCH, word(closer), 0L);
    if (opener < 0) {
        return;
    }
    const long openerLine = m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(opener));
    const QByteArray indent = leadingBlanks(m_editor->text(static_cast<int>(openerLine))).toUtf8();
    m_editor->SendScintilla(Sci::SCI_SETTARGETRANGE,
                            word(m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(line))), closer);
    m_editor->SendScintilla(Sci::SCI_REPLACETARGET, word(indent.size()), indent.constData());
}

void TypingAssist::markCloser(long position)
{
    m_editor->SendScintilla(Sci::SCI_SETINDICATORCURRENT, closerIndicator);
    m_editor->SendScintilla(Sci::SCI_SETINDICATORVALUE, 1UL);
    m_editor->SendScintilla(Sci::SCI_INDICATORFILLRANGE, word(position), 1L);
    m_closerLine =
        m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS)));
}

bool TypingAssist::hasClosers(long line) const
{
    const long start = m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(line));
    const long end = m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line));
    const long next = m_editor->SendScintilla(Sci::SCI_INDICATOREND, closerIndicator, start); // of a mark, or of none
    return isInsertedCloser(start) || (next > start && next < end);
}

void TypingAssist::forgetClosersOfOtherLines()
{
    const long line =
        m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS)));
    if (m_isEditing || m_closerLine < 0 || line == m_closerLine) {
        return;
    }
    if (hasClosers(line)) { // lines came in above
        m_closerLine = line;
        return;
    }
    m_editor->SendScintilla(Sci::SCI_SETINDICATORCURRENT, closerIndicator);
    m_editor->SendScintilla(Sci::SCI_INDICATORCLEARRANGE, 0UL, m_editor->SendScintilla(Sci::SCI_GETLENGTH));
    m_closerLine = -1;
}

} // namespace studio
