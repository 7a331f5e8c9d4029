// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/rust_items.h"

#include <algorithm>

// What the reader of Rust items goes over tokens with. One thread.

namespace studio {

/// Walks over the tokens of one file.
class RustCursor
{
public:
    explicit RustCursor(const QList<RustToken> &tokens) : m_tokens(tokens), m_end(tokens.size()) {}

    [[nodiscard]] const RustToken &peek(qsizetype ahead = 0) const
    {
        static const RustToken none;
        const qsizetype at = m_at + ahead;
        return at >= 0 && at < m_tokens.size() ? m_tokens[at] : none;
    }
    [[nodiscard]] bool atEnd() const { return m_at >= m_end; }
    /// Nothing goes on behind so many tokens from here, until it is told otherwise: what is looked through again and
    /// again would take a time that is the square of a text without ends.
    void limit(qsizetype tokens) { m_end = std::min(m_at + tokens, m_tokens.size()); }
    void unlimit() { m_end = m_tokens.size(); }
    [[nodiscard]] bool is(QStringView sign, qsizetype ahead = 0) const { return peek(ahead).is(sign); }
    [[nodiscard]] qsizetype at() const { return m_at; }
    void moveTo(qsizetype at) { m_at = at; }
    void next(qsizetype count = 1) { m_at += count; }
    bool skip(QStringView sign)
    {
        const bool isThere = is(sign);
        m_at += isThere ? 1 : 0;
        return isThere;
    }
    QString takeName()
    {
        const QString name = peek().kind == RustToken::Kind::Name ? peek().text : QString();
        m_at += name.isEmpty() ? 0 : 1;
        return name;
    }

    /// Behind the bracket that closes the one here.
    void skipGroup()
    {
        int depth = 0;
        do {
            depth += isOpening() ? 1 : isClosing() ? -1 : 0;
            ++m_at;
        } while (depth > 0 && !atEnd());
    }

    /// To a comma of this level, or what closes it.
    void skipToComma()
    {
        int angles = 0;
        while (!atEnd() && !isClosing()) {
            if (is(u",") && angles <= 0) {
                return;
            }
            angles += is(u"<") ? 1 : is(u">") ? -1 : 0;
            isOpening() ? skipGroup() : next();
        }
    }

    [[nodiscard]] bool isOpening() const { return is(u"(") || is(u"[") || is(u"{"); }
    [[nodiscard]] bool isClosing() const { return is(u")") || is(u"]") || is(u"}"); }

private:
    const QList<RustToken> &m_tokens;
    qsizetype m_at = 0;
    qsizetype m_end;
};

/// What the attributes before an item say.
struct RustAttributes
{
    bool isTest = false;
    bool isRead = false;
    SerdeAttributes serde;
    QStringList documentation;
};

/// A type at the cursor, which is behind it then; without a name where it is none that can be told by its words.
RustType readRustType(RustCursor &cursor, int depth = 0);
/// Between angle brackets, of which the first is here.
std::vector<RustType> readRustArguments(RustCursor &cursor, int depth);
/// "#[…]", of which the number sign is here.
void readRustAttribute(RustCursor &cursor, RustAttributes &attributes);

} // namespace studio
