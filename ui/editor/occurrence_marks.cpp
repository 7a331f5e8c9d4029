// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/occurrence_marks.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"
#include "ui/editor/word_byte.h"

#include <algorithm>
#include <utility>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr std::chrono::milliseconds restInterval{120};
constexpr long linesAround = 200; ///< above and below what is visible
constexpr long maxWordBytes = 200;
constexpr qsizetype maxMarks = 5'000;

bool isWholeWord(QByteArrayView text, qsizetype from, qsizetype length)
{
    return (from == 0 || !isWordByte(text[from - 1])) &&
           (from + length == text.size() || !isWordByte(text[from + length]));
}

} // namespace

OccurrenceMarks::OccurrenceMarks(CodeEditor *editor)
    : QObject(editor)
    , m_editor(editor)
    , m_readIndicator(editor->ownIndicator(indicator, secondIndicator))
    , m_writeIndicator(editor->ownIndicator(writeIndicator, secondWriteIndicator))
{
    for (const int one : {m_readIndicator, m_writeIndicator}) {
        editor->SendScintilla(Sci::SCI_INDICSETSTYLE, word(one), static_cast<long>(Sci::INDIC_STRAIGHTBOX));
        editor->SendScintilla(Sci::SCI_INDICSETUNDER, word(one), 1L);
    }
    m_timer.setSingleShot(true);
    m_timer.setInterval(restInterval);
    connect(&m_timer, &QTimer::timeout, this, &OccurrenceMarks::mark);
    connect(editor, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int updated) {
        if ((updated & Sci::SC_UPDATE_SELECTION) != 0) {
            followCaret();
        } else if ((updated & Sci::SC_UPDATE_V_SCROLL) != 0 && !m_call.isRunning()) {
            m_timer.start();
        }
    });
    // Not SC_UPDATE_CONTENT: the marks are content too, and would be made again and again.
    connect(editor, &QsciScintillaBase::SCN_MODIFIED, this, [this](int, int kind) {
        if ((kind & (Sci::SC_MOD_BEFOREINSERT | Sci::SC_MOD_BEFOREDELETE)) != 0) {
            noteEdit();
        }
    });
}

void OccurrenceMarks::setFeatures(LanguageFeatures *features)
{
    m_features = features;
    connect(features, &LanguageFeatures::answersOutdated, this, [this] {
        if (!m_found.isEmpty()) {
            noteEdit();
        }
    });
}

/// What was asked about the place before is not wanted any more. Its marks go at once; those that the caret is still at
/// stay.
void OccurrenceMarks::followCaret()
{
    if (isAtMark()) {
        return;
    }
    m_call.cancel();
    if (!m_isOutdated) {
        show({});
    }
    m_timer.start();
}

/// While one types the marks move with the text, until it is known what the new one has.
void OccurrenceMarks::noteEdit()
{
    m_call.cancel();
    m_isOutdated = true;
    m_timer.start();
}

bool OccurrenceMarks::isAtMark() const
{
    const long caret = m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS);
    return !m_isOutdated && m_editor->SendScintilla(Sci::SCI_GETSELECTIONEMPTY) != 0 &&
           std::ranges::any_of(m_found,
                               [caret](const Occurrence &one) { return one.from <= caret && caret <= one.to; });
}

QByteArray OccurrenceMarks::wordAtCaret() const
{
    const long caret = m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS);
    const long start = m_editor->SendScintilla(Sci::SCI_WORDSTARTPOSITION, word(caret), 1L);
    const long end = m_editor->SendScintilla(Sci::SCI_WORDENDPOSITION, word(caret), 1L);
    const bool isSelected = m_editor->SendScintilla(Sci::SCI_GETSELECTIONEMPTY) == 0;
    if (isSelected || end <= start || end - start > maxWordBytes) {
        return {};
    }
    return m_editor->text(static_cast<int>(start), static_cast<int>(end)).toUtf8();
}

void OccurrenceMarks::mark()
{
    if (isAtMark()) {
        draw(); // others came into sight
        return;
    }
    const QByteArray name = wordAtCaret();
    if (!name.isEmpty() && m_features && m_features->isReadyFor(m_editor)) {
        ask(name);
    } else {
        show(name.isEmpty() ? QList<Occurrence>() : sameWords(name));
    }
}

void OccurrenceMarks::ask(const QByteArray &name)
{
    const auto take = [this, name](const Result<lsp::DocumentHighlights> &highlights) {
        const QList<Occurrence> found = highlights ? placesOf(*highlights) : QList<Occurrence>();
        show(found.isEmpty() ? sameWords(name) : found);
    };
    m_call = m_features->client()->highlights(m_features->pathOf(m_editor),
                                              m_editor->placeOf(m_editor->caretPosition()), take);
}

QList<Occurrence> OccurrenceMarks::placesOf(const lsp::DocumentHighlights &highlights) const
{
    constexpr int writeKind = 3;
    QList<Occurrence> found;
    const QString path = m_features->pathOf(m_editor);
    for (const lsp::DocumentHighlight &one : highlights.first(std::min(highlights.size(), maxMarks))) {
        const TextRange range = m_features->client()->textRange(path, one.range);
        const Occurrence place{.from = m_editor->positionAt(range.start),
                               .to = m_editor->positionAt(range.end),
                               .isWrite = one.kind == writeKind};
        if (place.from < place.to) {
            found << place;
        }
    }
    std::ranges::sort(found, {}, &Occurrence::from);
    return found;
}

QList<Occurrence> OccurrenceMarks::sameWords(const QByteArray &name) const
{
    QList<Occurrence> found;
    const QByteArrayView text = wholeText();
    for (qsizetype at = text.indexOf(name); at >= 0 && found.size() < maxMarks; at = text.indexOf(name, at + 1)) {
        if (isWholeWord(text, at, name.size())) {
            found.append({.from = at, .to = at + name.size(), .isWrite = false});
        }
    }
    return found;
}

void OccurrenceMarks::show(const QList<Occurrence> &found)
{
    const bool isSame = m_found == found && !m_isOutdated;
    m_isOutdated = false;
    if (isSame) {
        return;
    }
    m_found = found;
    draw();
    QList<int> lines;
    for (const Occurrence &one : found) {
        lines << static_cast<int>(m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(one.from)));
    }
    Q_EMIT marked(lines);
}

/// All within one event, so that marks that stay are not seen to go.
void OccurrenceMarks::draw()
{
    const Span drawn = drawnSpan();
    for (const bool isWrite : {false, true}) {
        m_editor->SendScintilla(Sci::SCI_SETINDICATORCURRENT, word(isWrite ? m_writeIndicator : m_readIndicator));
        m_editor->SendScintilla(Sci::SCI_INDICATORCLEARRANGE, 0UL, m_editor->SendScintilla(Sci::SCI_GETLENGTH));
        for (const Occurrence &one : std::as_const(m_found)) {
            if (one.isWrite == isWrite && one.from < drawn.to && one.to > drawn.from) {
                m_editor->SendScintilla(Sci::SCI_INDICATORFILLRANGE, word(one.from), one.to - one.from);
            }
        }
    }
}

/// Without a copy. Scintilla's own search looks at each character by itself: 35 ms for 20,000 lines.
QByteArrayView OccurrenceMarks::wholeText() const
{
    const long length = m_editor->SendScintilla(Sci::SCI_GETLENGTH);
    const auto *const text = reinterpret_cast<const char *>(m_editor->SendScintilla(Sci::SCI_GETCHARACTERPOINTER));
    return {text, length};
}

/// What is visible, and what comes into sight by a turn of the wheel.
OccurrenceMarks::Span OccurrenceMarks::drawnSpan() const
{
    const auto lineAt = [this](long visible) {
        return m_editor->SendScintilla(Sci::SCI_DOCLINEFROMVISIBLE, word(std::max(0L, visible)));
    };
    const long top = m_editor->SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE);
    const long shown = m_editor->SendScintilla(Sci::SCI_LINESONSCREEN);
    return {m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(lineAt(top - linesAround))),
            m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(lineAt(top + shown + linesAround)))};
}

} // namespace studio
