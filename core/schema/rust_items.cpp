// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/rust_items.h"

#include "core/schema/rust_cursor.h"

#include <QSet>

#include <utility>

namespace studio {

namespace {

constexpr qsizetype maxLookahead = 2'000;
constexpr qsizetype maxStatement = 80; ///< tokens that are looked through for the `let` before a call

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
            if (readRustType(m_cursor).name == QLatin1String("Request")) {
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
                readRustAttribute(m_cursor, attributes);
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
            item.fields.push_back(RustField{.type = readRustType(m_cursor), .line = item.line});
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
            field.type = readRustType(m_cursor);
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
                readRustAttribute(m_cursor, attributes);
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
            if (const auto arguments = readRustArguments(m_cursor, 0); arguments.size() == 1) {
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
            RustType type = readRustType(m_cursor);
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
