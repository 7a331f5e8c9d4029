// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/manifest_place.h"

#include <algorithm>

namespace studio {

namespace {

bool isBareKey(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Goes through the text token by token. What it knows is the section, the arrays and inline tables that are open, and
/// the keys of the statement that it is in. The caret's place is where it runs out of text.
class PlaceScanner
{
public:
    PlaceScanner(QByteArrayView text, qsizetype at) : m_text(text), m_end(std::clamp<qsizetype>(at, 0, text.size())) {}

    ManifestPlace scan()
    {
        while (m_at < m_end && !m_found) {
            takeToken();
        }
        if (!m_found) {
            finish(m_end, false);
        }
        return m_place;
    }

private:
    enum class Phase { Key, Value, Done };
    struct Frame
    {
        bool isArray = false;
        QStringList outerBase;
        QStringList outerKeys;
    };

    void takeToken()
    {
        const char c = m_text[m_at];
        switch (c) {
        case '\n':
            ++m_at;
            beginLine();
            return;
        case ' ':
        case '\t':
        case '\r':
            ++m_at;
            return;
        case '#':
            skipComment();
            return;
        case '"':
        case '\'':
            takeString(c);
            return;
        case '[':
            openBracket();
            return;
        case '{':
            open(false);
            return;
        case ']':
        case '}':
            ++m_at;
            close();
            return;
        case ',':
            ++m_at;
            beginElement();
            return;
        case '=':
            ++m_at;
            m_phase = m_phase == Phase::Key ? Phase::Value : m_phase;
            return;
        case '.':
            ++m_at;
            return;
        default:
            takeWord();
        }
    }

    /// Ends what is open where a header follows: it is incomplete, which is usual while one types.
    void beginLine()
    {
        const qsizetype lineEnd = m_text.indexOf('\n', m_at);
        const QByteArrayView line = m_text.sliced(m_at, (lineEnd < 0 ? m_text.size() : lineEnd) - m_at).trimmed();
        const bool isHeader = line.size() > 2 && line.front() == '[' && (isBareKey(line[1]) || line[1] == '[') &&
                              line.back() == ']' && !line.contains('"') && !line.contains(',');
        if (isHeader) {
            m_frames.clear();
        }
        if (m_frames.isEmpty()) {
            m_base = m_section;
            m_keys.clear();
            m_phase = Phase::Key;
        }
    }

    void beginElement()
    {
        if (m_frames.isEmpty()) {
            m_phase = Phase::Done;
        } else if (m_frames.last().isArray) {
            m_phase = Phase::Value;
        } else {
            m_keys.clear();
            m_phase = Phase::Key;
        }
    }

    void skipComment()
    {
        const qsizetype end = m_text.indexOf('\n', m_at);
        m_at = end < 0 ? m_text.size() : end;
        if (m_at >= m_end) {
            found({.kind = ManifestPlace::Kind::Nothing, .path = {}});
        }
    }

    void takeString(char quote)
    {
        const QByteArray three(3, quote);
        const bool isLong = m_text.sliced(m_at).startsWith(three);
        const qsizetype from = m_at + (isLong ? 3 : 1);
        qsizetype at = from;
        while (at < m_text.size() && !(isLong ? m_text.sliced(at).startsWith(three) : m_text[at] == quote) &&
               (isLong || m_text[at] != '\n')) {
            at += quote == '"' && m_text[at] == '\\' ? 2 : 1;
        }
        at = std::min(at, m_text.size());
        if (m_end <= at) {
            finish(from, true, at);
            return;
        }
        takeWord(QString::fromUtf8(m_text.sliced(from, at - from)));
        m_at = std::min(at + (isLong ? 3 : m_text[at] == '\n' ? 0 : 1), m_text.size());
    }

    void takeWord()
    {
        const qsizetype from = m_at;
        const auto isInside = [this](char c) {
            return m_phase == Phase::Key ? isBareKey(c) : !QByteArrayView(" \t\r\n,]}#=").contains(c);
        };
        ++m_at;
        while (m_at < m_text.size() && isInside(m_text[m_at])) {
            ++m_at;
        }
        if (m_at >= m_end) {
            finish(from, false, m_at);
            return;
        }
        takeWord(QString::fromUtf8(m_text.sliced(from, m_at - from)));
    }

    void takeWord(const QString &word)
    {
        if (m_phase == Phase::Key) {
            if (m_keys.size() < maxKeys) {
                m_keys << word;
            }
        } else {
            m_phase = Phase::Done;
        }
    }

    void openBracket()
    {
        if (m_phase == Phase::Value) {
            open(true);
        } else if (m_frames.isEmpty() && m_phase == Phase::Key && m_keys.isEmpty()) {
            takeHeader();
        } else {
            ++m_at;
        }
    }

    void takeHeader()
    {
        const bool isTableArray = m_text.sliced(m_at).startsWith("[[");
        const qsizetype from = m_at + (isTableArray ? 2 : 1);
        qsizetype end = from;
        while (end < m_text.size() && m_text[end] != ']' && m_text[end] != '\n') {
            ++end;
        }
        if (m_end >= from && m_end <= end) {
            ManifestPlace place{.kind = ManifestPlace::Kind::Header, .path = {}, .from = from, .to = end};
            place.isTableArray = isTableArray;
            found(place);
            return;
        }
        m_section =
            splitHeader(QString::fromUtf8(m_text.sliced(std::min(from, end), std::max<qsizetype>(end - from, 0))));
        m_base = m_section;
        m_phase = Phase::Done;
        m_at = end;
        while (m_at < m_text.size() && m_text[m_at] == ']') {
            ++m_at;
        }
    }

    static QStringList splitHeader(const QString &text)
    {
        QStringList keys{QString()};
        QChar quote;
        for (const QChar c : text) {
            if (!quote.isNull()) {
                quote = c == quote ? QChar() : quote;
                if (!quote.isNull()) {
                    keys.last() += c;
                }
            } else if (c == u'"' || c == u'\'') {
                quote = c;
            } else if (c == u'.') {
                keys << QString();
            } else if (!c.isSpace()) {
                keys.last() += c;
            }
        }
        return keys.first(std::min(keys.size(), maxKeys));
    }

    void open(bool isArray)
    {
        ++m_at;
        const bool isPlace = m_phase == Phase::Value && m_frames.size() < maxDepth;
        if (!isPlace) {
            return;
        }
        m_frames.append({isArray, m_base, m_keys});
        if (!isArray) {
            m_base += m_keys;
            m_keys.clear();
            m_phase = Phase::Key;
        }
    }

    void close()
    {
        if (!m_frames.isEmpty()) {
            const Frame frame = m_frames.takeLast();
            m_base = frame.outerBase;
            m_keys = frame.outerKeys;
        }
        m_phase = Phase::Done;
    }

    void finish(qsizetype from, bool isQuoted, qsizetype to = -1)
    {
        ManifestPlace place{.kind = ManifestPlace::Kind::Nothing, .path = m_base + m_keys, .from = from, .to = from};
        if (m_phase != Phase::Done) {
            place.kind = m_phase == Phase::Key ? ManifestPlace::Kind::Key : ManifestPlace::Kind::Value;
        }
        place.to = std::max(to < 0 ? from : to, m_end);
        place.isQuoted = isQuoted;
        place.isElement = !m_frames.isEmpty() && m_frames.last().isArray;
        const qsizetype lineEnd = m_text.indexOf('\n', place.to);
        place.isLast = std::ranges::all_of(m_text.sliced(place.to, (lineEnd < 0 ? m_text.size() : lineEnd) - place.to),
                                           [](char c) { return QByteArrayView(" \t\r]}").contains(c); });
        found(place);
    }

    void found(const ManifestPlace &place)
    {
        m_place = place;
        m_found = true;
    }

    static constexpr qsizetype maxKeys = 32; ///< of a dotted key
    static constexpr qsizetype maxDepth = 32;

    QByteArrayView m_text;
    qsizetype m_end;
    qsizetype m_at = 0;
    QStringList m_section;
    QStringList m_base; ///< the table that keys are of: the section, or an inline table
    QStringList m_keys; ///< of the statement
    QList<Frame> m_frames;
    Phase m_phase = Phase::Key;
    ManifestPlace m_place;
    bool m_found = false;
};

} // namespace

ManifestPlace manifestPlaceAt(QByteArrayView text, qsizetype at)
{
    return PlaceScanner(text, at).scan();
}

} // namespace studio
