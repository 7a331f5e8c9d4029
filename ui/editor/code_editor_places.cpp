// SPDX-License-Identifier: GPL-3.0-or-later
// Where things are in the text: places of lines, words, points and problems.
#include "ui/editor/code_editor.h"

#include <QStringDecoder>

#include <algorithm>

namespace studio {

TextPlace CodeEditor::placeOf(int position) const
{
    const auto line = SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(position));
    const auto start = SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    return {static_cast<int>(line), position - static_cast<int>(start)};
}

QByteArray CodeEditor::bytesAt(int position, int length) const
{
    QByteArray bytes(length, '\0');
    if (length > 0) { // its terminating NUL has room in every QByteArray
        SendScintilla(SCI_GETTEXTRANGE, static_cast<long>(position), static_cast<long>(position + length),
                      bytes.data());
    }
    return bytes;
}

/// Scintilla's text is in two parts, with a gap where it was edited last; SCI_GETCHARACTERPOINTER would close it.
std::array<QByteArrayView, 2> CodeEditor::parts() const
{
    const long gap = SendScintilla(SCI_GETGAPPOSITION);
    const auto part = [this](long from, long to) {
        const auto *const bytes = reinterpret_cast<const char *>(
            SendScintilla(SCI_GETRANGEPOINTER, static_cast<unsigned long>(from), to - from));
        return QByteArrayView(bytes, to - from);
    };
    return {gap > 0 ? part(0, gap) : QByteArrayView(), gap < length() ? part(gap, length()) : QByteArrayView()};
}

QString CodeEditor::text() const
{
    const auto [before, after] = parts();
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    QString text = decoder(before);
    if (!after.isEmpty()) {
        text += decoder(after);
    }
    return text;
}

bool CodeEditor::holds(QByteArrayView utf8) const
{
    const auto [before, after] = parts();
    return before.size() + after.size() == utf8.size() && utf8.startsWith(before) && utf8.endsWith(after);
}

int CodeEditor::positionOf(int row, int column) const
{
    const auto end = static_cast<int>(SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(row)));
    // Bounded first: it goes from character to character, and a column may come from a log.
    return std::min(positionFromLineIndex(row, std::min(column, lineLength(row))), end);
}

int CodeEditor::positionAt(const QPoint &point) const
{
    return static_cast<int>(
        SendScintilla(SCI_POSITIONFROMPOINTCLOSE, static_cast<unsigned long>(point.x()), static_cast<long>(point.y())));
}

int CodeEditor::positionAt(TextPlace place) const
{
    const auto row = static_cast<unsigned long>(std::clamp(place.line, 0, lines() - 1));
    const auto start = static_cast<int>(SendScintilla(SCI_POSITIONFROMLINE, row));
    const auto end = static_cast<int>(SendScintilla(SCI_GETLINEENDPOSITION, row));
    return std::clamp(start + std::max(0, std::min(place.byte, end - start)), start, end);
}

void CodeEditor::goTo(TextPlace place)
{
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(positionAt(place)));
    ensureLineVisible(std::clamp(place.line, 0, lines() - 1));
    SendScintilla(SCI_VERTICALCENTRECARET);
    setFocus();
}

int CodeEditor::caretPosition() const
{
    return static_cast<int>(SendScintilla(SCI_GETCURRENTPOS));
}

std::pair<int, int> CodeEditor::wordAt(int position) const
{
    if (position < 0) {
        return {position, position};
    }
    const auto at = static_cast<unsigned long>(position);
    return {static_cast<int>(SendScintilla(SCI_WORDSTARTPOSITION, at, 1L)),
            static_cast<int>(SendScintilla(SCI_WORDENDPOSITION, at, 1L))};
}

QRect CodeEditor::areaOf(int from, int to) const
{
    const auto x = [this](int position) {
        return static_cast<int>(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, static_cast<long>(position)));
    };
    const auto y = static_cast<int>(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, static_cast<long>(from)));
    const auto line = SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(from));
    const auto height = static_cast<int>(SendScintilla(SCI_TEXTHEIGHT, static_cast<unsigned long>(line)));
    const QPoint corner = viewport()->mapTo(this, QPoint(x(from), y));
    return {corner, QSize(std::max(1, x(to) - x(from)), height)};
}

int CodeEditor::rowAt(int y) const
{
    const long position = SendScintilla(SCI_POSITIONFROMPOINT, 0UL, static_cast<long>(y));
    return static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, word(position)));
}

QString CodeEditor::problemAt(int position) const
{
    for (const int indicator : {errorIndicator, warningIndicator}) {
        const long problem = position < 0 ? 0
                                          : SendScintilla(SCI_INDICATORVALUEAT, static_cast<unsigned long>(indicator),
                                                          static_cast<long>(position));
        if (problem > 0 && problem <= problems().size()) {
            return problems()[problem - 1];
        }
    }
    return {};
}

QRect CodeEditor::marginArea(int margin, int line) const
{
    int left = 0;
    for (int before = 0; before < margin; ++before) {
        left += marginWidth(before);
    }
    const long start = SendScintilla(SCI_POSITIONFROMLINE, word(line));
    const auto y = static_cast<int>(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, start));
    const auto height = static_cast<int>(SendScintilla(SCI_TEXTHEIGHT, word(line)));
    return {left, y, marginWidth(margin), height};
}

} // namespace studio
