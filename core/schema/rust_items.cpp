// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/rust_items.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

constexpr int maxTypeDepth = 32;
constexpr qsizetype maxLookahead = 2'000;
constexpr qsizetype maxStatement = 80; ///< tokens that are looked through for the `let` before a call

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

RustType readType(RustCursor &cursor, int depth = 0);

/// Between angle brackets, of which the first is here.
std::vector<RustType> readArguments(RustCursor &cursor, int depth)
{
    std::vector<RustType> arguments;
    for (cursor.next(); !cursor.atEnd() && !cursor.is(u">") && !cursor.isClosing();) {
        const bool isType = cursor.peek().kind != RustToken::Kind::Lifetime &&
                            cursor.peek().kind != RustToken::Kind::Literal && !cursor.is(u"=", 1);
        if (isType) {
            arguments.push_back(readType(cursor, depth + 1));
        }
        while (!cursor.atEnd() && !cursor.is(u",") && !cursor.is(u">") && !cursor.isClosing()) {
            cursor.isOpening() ? cursor.skipGroup() : cursor.next();
        }
        cursor.skip(u",");
    }
    cursor.skip(u">");
    return arguments;
}

RustType readTuple(RustCursor &cursor, int depth)
{
    RustType tuple{.name = QStringLiteral("("), .modules = {}, .arguments = {}, .length = {}};
    for (cursor.next(); !cursor.atEnd() && !cursor.isClosing();) {
        tuple.arguments.push_back(readType(cursor, depth + 1));
        cursor.skipToComma();
        if (!cursor.skip(u",") && cursor.is(u")") && tuple.arguments.size() == 1) {
            cursor.next(); // "(T)" is T
            return tuple.arguments.front();
        }
    }
    cursor.skip(u")");
    return tuple;
}

RustType readList(RustCursor &cursor, int depth)
{
    RustType list{.name = QStringLiteral("["), .modules = {}, .arguments = {}, .length = {}};
    cursor.next();
    list.arguments.push_back(readType(cursor, depth + 1));
    if (cursor.is(u";")) {
        bool isNumber = false;
        const qint64 length = cursor.peek(1).text.toLongLong(&isNumber);
        list.length = isNumber && cursor.is(u"]", 2) ? std::optional(length) : std::nullopt;
    }
    while (!cursor.atEnd() && !cursor.is(u"]")) {
        cursor.isOpening() ? cursor.skipGroup() : cursor.next();
    }
    cursor.skip(u"]");
    return list;
}

RustType readType(RustCursor &cursor, int depth)
{
    while (cursor.is(u"&") || cursor.is(u"mut") || cursor.peek().kind == RustToken::Kind::Lifetime) {
        cursor.next();
    }
    if (depth > maxTypeDepth || cursor.is(u"dyn") || cursor.is(u"impl") || cursor.is(u"fn")) {
        return {};
    }
    if (cursor.is(u"(")) {
        return readTuple(cursor, depth);
    }
    if (cursor.is(u"[")) {
        return readList(cursor, depth);
    }
    RustType type;
    cursor.skip(u"::");
    for (QString part = cursor.takeName(); !part.isEmpty(); part = cursor.takeName()) {
        if (!type.name.isEmpty()) {
            type.modules << type.name;
        }
        type.name = part;
        if (!cursor.skip(u"::")) {
            break;
        }
        if (cursor.is(u"<")) {
            break; // "Vec::<u8>"
        }
    }
    if (!type.name.isEmpty() && cursor.is(u"<")) {
        type.arguments = readArguments(cursor, depth);
    }
    type.name = type.name == QLatin1String("_") ? QString() : type.name;
    return type;
}

/// What the attributes before an item say.
struct RustAttributes
{
    bool isTest = false;
    bool isRead = false;
    SerdeAttributes serde;
    QStringList documentation;
};

/// Behind "serde", in its brackets.
void readSerde(RustCursor &cursor, SerdeAttributes &serde)
{
    for (cursor.next(); !cursor.atEnd() && !cursor.isClosing();) {
        const QString key = cursor.takeName();
        QString value;
        if (cursor.skip(u"=")) {
            value = cursor.peek().text;
        } else if (cursor.is(u"(")) { // rename(serialize = "a", deserialize = "b")
            const qsizetype begin = cursor.at();
            cursor.skipGroup();
            const qsizetype end = cursor.at();
            bool isFound = false;
            for (cursor.moveTo(begin); cursor.at() < end; cursor.next()) {
                if (cursor.is(u"deserialize") && cursor.is(u"=", 1)) {
                    value = cursor.peek(2).text;
                    isFound = true;
                }
            }
            if (!isFound) {
                cursor.skip(u",");
                continue;
            }
        }
        if (!key.isEmpty()) {
            serde.values[key] << value;
        }
        cursor.skipToComma();
        cursor.skip(u",");
    }
}

/// "#[…]", of which the number sign is here.
void readAttribute(RustCursor &cursor, RustAttributes &attributes)
{
    cursor.next(cursor.is(u"!", 1) ? 2 : 1);
    const qsizetype begin = cursor.at();
    cursor.skipGroup();
    const qsizetype end = cursor.at();
    const auto isWithin = [&](QStringView name) {
        for (cursor.moveTo(begin); cursor.at() < end; cursor.next()) {
            if (cursor.is(name)) {
                return true;
            }
        }
        return false;
    };
    cursor.moveTo(begin + 1);
    const bool isConfiguration = cursor.is(u"cfg");
    attributes.isTest = attributes.isTest || cursor.is(u"test") || (isConfiguration && isWithin(u"test"));
    attributes.isRead = attributes.isRead || (isWithin(u"derive") && isWithin(u"Deserialize"));
    for (cursor.moveTo(begin); cursor.at() < end; cursor.next()) {
        if (cursor.is(u"serde") && cursor.is(u"(", 1)) {
            cursor.next();
            readSerde(cursor, attributes.serde);
        }
    }
    cursor.moveTo(end);
}

class SourceReader
{
public:
    SourceReader(QString file, const QList<RustToken> &tokens) : m_file(std::move(file)), m_cursor(tokens)
    {
        findRequests();
        m_cursor.moveTo(0);
    }

    RustSource run(const QStringList &modules)
    {
        while (!m_cursor.atEnd()) {
            readBlock(modules, 0);
        }
        return std::move(m_found);
    }

private:
    /// The names of parameters and variables that are a request.
    void findRequests()
    {
        for (; !m_cursor.atEnd(); m_cursor.next()) {
            if (m_cursor.peek().kind != RustToken::Kind::Name || !m_cursor.is(u":", 1)) {
                continue;
            }
            const qsizetype at = m_cursor.at();
            const QString name = m_cursor.peek().text;
            m_cursor.next(2);
            m_cursor.limit(maxPath);
            if (readType(m_cursor).name == QLatin1String("Request")) {
                m_requests.insert(name);
            }
            m_cursor.unlimit();
            m_cursor.moveTo(at);
        }
    }

    /// Up to the brace that closes it, and behind it.
    void readBlock(const QStringList &modules, int depth)
    {
        RustAttributes attributes;
        while (!m_cursor.atEnd()) {
            if (m_cursor.is(u"}")) {
                m_cursor.next();
                return;
            }
            if (m_cursor.peek().kind == RustToken::Kind::Doc) {
                attributes.documentation << m_cursor.peek().text;
                m_cursor.next();
            } else if (m_cursor.is(u"#") && (m_cursor.is(u"[", 1) || m_cursor.is(u"[", 2))) {
                readAttribute(m_cursor, attributes);
            } else if (m_cursor.is(u"pub")) {
                m_cursor.next();
                m_cursor.is(u"(") ? m_cursor.skipGroup() : void();
            } else if (attributes.isTest) {
                skipItem();
                attributes = {};
            } else if (!readItem(modules, attributes, depth)) {
                step(modules, depth);
                attributes = {};
            } else {
                attributes = {};
            }
        }
    }

    void step(const QStringList &modules, int depth)
    {
        if (m_cursor.is(u"{")) {
            m_cursor.next();
            depth < maxBlocks ? readBlock(modules, depth + 1) : void();
        } else {
            readCall();
            m_cursor.next();
        }
    }

    /// An item of tests: up to its end.
    void skipItem()
    {
        while (!m_cursor.atEnd() && !m_cursor.is(u"{") && !m_cursor.is(u";") && !m_cursor.is(u"}")) {
            m_cursor.isOpening() ? m_cursor.skipGroup() : m_cursor.next();
        }
        m_cursor.is(u"{") ? m_cursor.skipGroup() : m_cursor.is(u";") ? m_cursor.next() : void();
    }

    bool readItem(const QStringList &modules, const RustAttributes &attributes, int depth)
    {
        if (m_cursor.peek().kind != RustToken::Kind::Name || m_cursor.peek(1).kind != RustToken::Kind::Name) {
            return false;
        }
        if (m_cursor.is(u"mod") && m_cursor.is(u"{", 2) && depth < maxBlocks) {
            const QString name = m_cursor.peek(1).text;
            m_cursor.next(3);
            readBlock(modules + QStringList(name), depth + 1);
            return true;
        }
        const bool isStruct = m_cursor.is(u"struct");
        const bool isEnum = m_cursor.is(u"enum");
        if (!isStruct && !isEnum && !m_cursor.is(u"type")) {
            return false;
        }
        RustItem item{.kind = isStruct ? RustItem::Kind::Struct
                              : isEnum ? RustItem::Kind::Enum
                                       : RustItem::Kind::Alias,
                      .name = m_cursor.peek(1).text,
                      .modules = modules,
                      .file = m_file,
                      .line = m_cursor.peek(1).line,
                      .isRead = attributes.isRead,
                      .serde = attributes.serde,
                      .documentation = attributes.documentation.join(u'\n')};
        m_cursor.next(2);
        readParameters(item);
        isStruct ? readStruct(item) : isEnum ? readEnum(item) : readAlias(item);
        m_found.items << item;
        return true;
    }

    void readParameters(RustItem &item)
    {
        if (!m_cursor.skip(u"<")) {
            return;
        }
        m_cursor.limit(maxLookahead);
        for (int angles = 1; angles > 0 && !m_cursor.atEnd() && !m_cursor.isOpening() && !m_cursor.is(u";");
             m_cursor.next()) {
            const bool isFirst = m_cursor.is(u"<", -1) || m_cursor.is(u",", -1);
            if (angles == 1 && isFirst && m_cursor.peek().kind == RustToken::Kind::Name && !m_cursor.is(u"const")) {
                item.parameters << m_cursor.peek().text;
            }
            angles += m_cursor.is(u"<") ? 1 : m_cursor.is(u">") ? -1 : 0;
        }
        m_cursor.unlimit();
    }

    void readStruct(RustItem &item)
    {
        while (!m_cursor.atEnd() && !m_cursor.is(u"{") && !m_cursor.is(u"(") && !m_cursor.is(u";") &&
               !m_cursor.is(u"}")) {
            m_cursor.next(); // where …
        }
        item.shape = m_cursor.is(u"{") ? RustShape::Named : m_cursor.is(u"(") ? RustShape::Tuple : RustShape::Unit;
        item.fields = readFields(item.shape);
        m_cursor.skip(u";");
    }

    void readAlias(RustItem &item)
    {
        if (m_cursor.skip(u"=")) {
            item.fields.push_back(RustField{.type = readType(m_cursor), .line = item.line});
        }
    }

    std::vector<RustField> readFields(RustShape shape)
    {
        std::vector<RustField> fields;
        if (shape == RustShape::Unit) {
            return fields;
        }
        for (m_cursor.next(); !m_cursor.atEnd() && !m_cursor.isClosing();) {
            const RustAttributes attributes = readAttributes();
            if (m_cursor.isClosing()) {
                break;
            }
            RustField field{.serde = attributes.serde,
                            .documentation = attributes.documentation.join(u'\n'),
                            .line = m_cursor.peek().line};
            if (shape == RustShape::Named) {
                field.name = m_cursor.takeName();
                m_cursor.skip(u":");
            }
            field.type = readType(m_cursor);
            fields.push_back(std::move(field));
            m_cursor.skipToComma();
            m_cursor.skip(u",");
        }
        m_cursor.next();
        return fields;
    }

    RustAttributes readAttributes()
    {
        RustAttributes attributes;
        for (;;) {
            if (m_cursor.peek().kind == RustToken::Kind::Doc && !m_cursor.atEnd()) {
                attributes.documentation << m_cursor.peek().text;
                m_cursor.next();
            } else if (m_cursor.is(u"#")) {
                readAttribute(m_cursor, attributes);
            } else if (m_cursor.is(u"pub")) {
                m_cursor.next();
                m_cursor.is(u"(") ? m_cursor.skipGroup() : void();
            } else {
                return attributes;
            }
        }
    }

    void readEnum(RustItem &item)
    {
        while (!m_cursor.atEnd() && !m_cursor.is(u"{") && !m_cursor.is(u"}") && !m_cursor.is(u";")) {
            m_cursor.next();
        }
        if (!m_cursor.skip(u"{")) {
            return;
        }
        while (!m_cursor.atEnd() && !m_cursor.isClosing()) {
            const RustAttributes attributes = readAttributes();
            RustVariant variant{.name = m_cursor.takeName(),
                                .serde = attributes.serde,
                                .documentation = attributes.documentation.join(u'\n')};
            if (variant.name.isEmpty()) {
                break;
            }
            variant.shape = m_cursor.is(u"{")   ? RustShape::Named
                            : m_cursor.is(u"(") ? RustShape::Tuple
                                                : RustShape::Unit;
            variant.fields = readFields(variant.shape);
            item.variants.push_back(std::move(variant));
            m_cursor.skipToComma();
            m_cursor.skip(u",");
        }
        while (!m_cursor.atEnd() && !m_cursor.is(u"}")) {
            m_cursor.isOpening() ? m_cursor.skipGroup() : m_cursor.next();
        }
        m_cursor.skip(u"}");
    }

    /// `req.body` or `req.field`, where "." is here.
    void readCall()
    {
        const bool isOfRequest = m_cursor.is(u".") && m_cursor.peek(-1).kind == RustToken::Kind::Name &&
                                 m_requests.contains(m_cursor.peek(-1).text);
        const bool isBody = m_cursor.is(u"body", 1);
        if (isOfRequest && !isBody) {
            readName();
        }
        if (!isOfRequest || (!isBody && !m_cursor.is(u"field", 1))) {
            return;
        }
        const qsizetype at = m_cursor.at();
        RustRead read{.isBody = isBody, .file = m_file, .line = m_cursor.peek(1).line};
        m_cursor.next(2);
        m_cursor.limit(maxLookahead);
        if (m_cursor.is(u"::") && m_cursor.is(u"<", 1)) {
            m_cursor.next();
            if (const auto arguments = readArguments(m_cursor, 0); arguments.size() == 1) {
                read.type = arguments.front();
            }
        }
        if (m_cursor.is(u"(")) {
            read.field = m_cursor.peek(1).kind == RustToken::Kind::Text ? m_cursor.peek(1).text : QString();
            m_cursor.skipGroup();
            const Rest rest = readRest();
            read.isRequired = rest.isRequired;
            if (!read.type) {
                read.type = typeOfLet(at - 1, rest);
            }
            if (read.type && read.type->name.isEmpty()) {
                read.type.reset(); // "_"
            }
            m_found.reads << read;
        }
        m_cursor.unlimit();
        m_cursor.moveTo(at);
    }

    /// `req.header("x-note")`, where "." is here.
    void readName()
    {
        const bool isQuery = m_cursor.is(u"query_param", 1) || m_cursor.is(u"query_params", 1);
        const RustToken &name = m_cursor.peek(3);
        if ((isQuery || m_cursor.is(u"header", 1)) && m_cursor.is(u"(", 2) && name.kind == RustToken::Kind::Text) {
            QStringList &names = isQuery ? m_found.queryNames : m_found.headerNames;
            names.contains(name.text) ? void() : names.append(name.text);
        }
    }

    /// What is done with the result of a call.
    struct Rest
    {
        bool isRequired = false; ///< an error ends the handler
        bool isOption = false;   ///< "ok()"
        bool isResult = false;   ///< nothing
    };
    Rest readRest()
    {
        static const QStringList kept{QStringLiteral("map_err"), QStringLiteral("context"),
                                      QStringLiteral("with_context")};
        Rest rest{.isResult = true};
        while (m_cursor.is(u".") && kept.contains(m_cursor.peek(1).text)) {
            m_cursor.next(2);
            m_cursor.is(u"(") ? m_cursor.skipGroup() : void();
        }
        if (m_cursor.is(u"?")) {
            return {.isRequired = true};
        }
        if (m_cursor.is(u".")) {
            const QString name = m_cursor.peek(1).text;
            rest.isRequired = name == QLatin1String("unwrap") || name == QLatin1String("expect");
            rest.isOption = name == QLatin1String("ok");
            rest.isResult = false;
        }
        return rest;
    }

    /// The type in `let name: T = req.…`.
    std::optional<RustType> typeOfLet(qsizetype receiver, const Rest &rest)
    {
        m_cursor.moveTo(receiver);
        for (qsizetype back = 1; back < maxStatement; ++back) {
            const RustToken &token = m_cursor.peek(-back);
            if (token.text.isEmpty() || token.is(u";") || token.is(u"}") || token.is(u"{")) {
                return std::nullopt;
            }
            if (!token.is(u"let")) {
                continue;
            }
            m_cursor.moveTo(receiver - back + 1);
            m_cursor.skip(u"mut");
            if (m_cursor.takeName().isEmpty() || !m_cursor.skip(u":")) {
                return std::nullopt;
            }
            RustType type = readType(m_cursor);
            if (!m_cursor.is(u"=") || m_cursor.at() + 1 != receiver) {
                return std::nullopt;
            }
            const bool isWrapped = (rest.isOption && type.name == QLatin1String("Option")) ||
                                   (rest.isResult && type.name == QLatin1String("Result"));
            if (isWrapped) {
                return type.arguments.empty() ? RustType() : RustType(type.arguments.front());
            }
            return type;
        }
        return std::nullopt;
    }

    static constexpr int maxBlocks = 200;
    static constexpr qsizetype maxPath = 12; ///< tokens

    QString m_file;
    RustCursor m_cursor;
    QSet<QString> m_requests;
    RustSource m_found;
};

} // namespace

RustSource readRustSource(const QString &file, const QStringList &modules, QStringView text)
{
    const QList<RustToken> tokens = rustTokens(text);
    return SourceReader(file, tokens).run(modules);
}

} // namespace studio
