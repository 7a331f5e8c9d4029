// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/ansi_text.h"

#include "core/base/display.h"

#include <algorithm>
#include <array>
#include <optional>

namespace studio {

namespace {

constexpr qsizetype maxParameters = 32;

/// What stands after an ESC: how many bytes it takes, and its parameters when it is SGR.
struct Escape
{
    qsizetype length = 1;
    bool isSgr = false;
    QByteArrayView parameters; ///< of SGR; what a string holds
};

/// The address of OSC 8 (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda): "8;id=1;https://…". Empty
/// where a link ends; nothing where it is another escape.
std::optional<QByteArrayView> addressIn(QByteArrayView escape, QByteArrayView parameters)
{
    if (!escape.startsWith("\x1b]") || !parameters.startsWith("8;")) {
        return {};
    }
    const qsizetype end = parameters.indexOf(';', 2);
    return end < 0 ? std::nullopt : std::optional(parameters.sliced(end + 1));
}

/// The links of one line as they begin and end.
class LinkReader
{
public:
    explicit LinkReader(AnsiLine &line) : m_line(line) {}

    void take(QByteArrayView address)
    {
        end();
        m_address = address;
        m_start = m_line.text.size();
    }
    void end()
    {
        const qsizetype length = m_line.text.size() - m_start;
        if (!m_address.isEmpty() && length > 0 && m_line.links.size() < maxLinks) {
            m_line.links.append({.start = m_start, .length = length, .address = m_address.toByteArray()});
        }
        m_address = {};
    }

private:
    static constexpr qsizetype maxLinks = 100; ///< of a line
    AnsiLine &m_line;
    QByteArrayView m_address;
    qsizetype m_start = 0;
};

bool isFinal(char c)
{
    return c >= 0x40 && c <= 0x7e;
}

Escape readControlSequence(QByteArrayView text)
{
    for (qsizetype i = 2; i < text.size(); ++i) {
        const char c = text[i];
        if (isFinal(c)) {
            return {.length = i + 1, .isSgr = c == 'm', .parameters = text.sliced(2, i - 2)};
        }
        if (c < 0x20 || c > 0x3f) {
            break; // not a control sequence after all
        }
    }
    return {.length = std::min<qsizetype>(2, text.size()), .isSgr = false, .parameters = {}};
}

/// OSC, DCS, SOS, PM, APC: a string up to BEL or ST.
Escape readString(QByteArrayView text)
{
    for (qsizetype i = 2; i < text.size(); ++i) {
        if (text[i] == '\a') {
            return {.length = i + 1, .isSgr = false, .parameters = text.sliced(2, i - 2)};
        }
        if (text[i] == ansiEscape && i + 1 < text.size() && text[i + 1] == '\\') {
            return {.length = i + 2, .isSgr = false, .parameters = text.sliced(2, i - 2)};
        }
    }
    return {.length = 2, .isSgr = false, .parameters = {}};
}

/// `text` begins with ESC.
Escape readEscape(QByteArrayView text)
{
    if (text.size() < 2) {
        return {};
    }
    switch (text[1]) {
    case '[':
        return readControlSequence(text);
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
        return readString(text);
    default:
        break;
    }
    qsizetype i = 1;
    while (i < text.size() && text[i] >= 0x20 && text[i] <= 0x2f) {
        ++i;
    }
    const bool ends = i < text.size() && text[i] >= 0x30 && text[i] <= 0x7e;
    return {.length = ends ? i + 1 : 1, .isSgr = false, .parameters = {}};
}

struct Parameters
{
    std::array<int, maxParameters> values{};
    qsizetype count = 0;

    [[nodiscard]] int at(qsizetype i) const { return i < count ? values[static_cast<size_t>(i)] : 0; }
};

Parameters readParameters(QByteArrayView text)
{
    Parameters out;
    int value = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : ';';
        if (c >= '0' && c <= '9') {
            value = std::min(value * 10 + (c - '0'), 65'535);
        } else if (c == ';' || c == ':') {
            if (out.count == maxParameters) {
                break;
            }
            out.values[static_cast<size_t>(out.count++)] = value;
            value = 0;
        }
    }
    return out;
}

/// Colour after 38 or 48 at `i`; moves `i` to the last parameter that was used.
AnsiColor extendedColor(const Parameters &p, qsizetype &i)
{
    const auto byte = [](int value) { return static_cast<quint8>(std::clamp(value, 0, 255)); };
    const int form = p.at(i + 1);
    if (form == 5) {
        i += 2;
        return {.kind = AnsiColor::Kind::Palette, .index = byte(p.at(i))};
    }
    if (form == 2) {
        i += 4;
        return {.kind = AnsiColor::Kind::Rgb,
                .index = 0,
                .red = byte(p.at(i - 2)),
                .green = byte(p.at(i - 1)),
                .blue = byte(p.at(i))};
    }
    i = p.count; // unknown: what follows cannot be told apart from styles
    return {};
}

AnsiColor named(int index)
{
    return {.kind = AnsiColor::Kind::Palette, .index = static_cast<quint8>(index)};
}

void applyColor(AnsiStyle &style, int code)
{
    if (code >= 30 && code <= 37) {
        style.foreground = named(code - 30);
    } else if (code >= 90 && code <= 97) {
        style.foreground = named(code - 90 + 8);
    } else if (code >= 40 && code <= 47) {
        style.background = named(code - 40);
    } else if (code >= 100 && code <= 107) {
        style.background = named(code - 100 + 8);
    } else if (code == 39) {
        style.foreground = {};
    } else if (code == 49) {
        style.background = {};
    }
}

void applySgr(AnsiStyle &style, QByteArrayView text)
{
    const Parameters p = readParameters(text);
    for (qsizetype i = 0; i < p.count; ++i) {
        switch (const int code = p.at(i)) {
        case 0:
            style = {};
            break;
        case 1:
            style.bold = true;
            break;
        case 2:
            style.faint = true;
            break;
        case 3:
            style.italic = true;
            break;
        case 4:
            style.underline = true;
            break;
        case 7:
            style.inverse = true;
            break;
        case 21:
        case 22:
            style.bold = style.faint = false;
            break;
        case 23:
            style.italic = false;
            break;
        case 24:
            style.underline = false;
            break;
        case 27:
            style.inverse = false;
            break;
        case 38:
            style.foreground = extendedColor(p, i);
            break;
        case 48:
            style.background = extendedColor(p, i);
            break;
        default:
            applyColor(style, code);
            break;
        }
    }
}

void appendSanitized(QString &out, QByteArrayView utf8)
{
    const qsizetype from = out.size();
    out += QString::fromUtf8(utf8);
    for (qsizetype i = from; i < out.size(); ++i) {
        const char16_t u = out[i].unicode();
        if ((u < 0x20 && u != u'\t') || u >= 0x7f) {
            out[i] = escapeControlCharacter(out[i]);
        }
    }
}

void addSpan(AnsiLine &line, qsizetype start, const AnsiStyle &style)
{
    const qsizetype length = line.text.size() - start;
    if (length > 0 && style != AnsiStyle{}) {
        line.spans.append({.start = start, .length = length, .style = style});
    }
}

} // namespace

AnsiLine parseAnsi(QByteArrayView utf8, const AnsiStyle &start)
{
    AnsiLine line;
    line.text.reserve(utf8.size());
    AnsiStyle style = start;
    LinkReader links(line);
    qsizetype i = 0;
    while (i < utf8.size()) {
        const qsizetype found = utf8.indexOf(ansiEscape, i);
        const qsizetype end = found < 0 ? utf8.size() : found;
        const qsizetype from = line.text.size();
        appendSanitized(line.text, utf8.sliced(i, end - i));
        addSpan(line, from, style);
        if (found < 0) {
            break;
        }
        const Escape sequence = readEscape(utf8.sliced(found));
        if (sequence.isSgr) {
            applySgr(style, sequence.parameters);
        } else if (const auto address = addressIn(utf8.sliced(found), sequence.parameters)) {
            links.take(*address);
        }
        i = found + sequence.length;
    }
    links.end();
    return line;
}

AnsiStyle ansiStyleAfter(QByteArrayView utf8, const AnsiStyle &start)
{
    AnsiStyle style = start;
    for (qsizetype i = utf8.indexOf(ansiEscape); i >= 0 && i < utf8.size(); i = utf8.indexOf(ansiEscape, i)) {
        const Escape sequence = readEscape(utf8.sliced(i));
        if (sequence.isSgr) {
            applySgr(style, sequence.parameters);
        }
        i += sequence.length;
    }
    return style;
}

qsizetype ansiEscapeLength(QByteArrayView utf8)
{
    return readEscape(utf8).length;
}

} // namespace studio
