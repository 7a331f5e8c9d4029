// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/rust_cursor.h"

namespace studio {

namespace {

constexpr int maxTypeDepth = 32;

RustType readTuple(RustCursor &cursor, int depth)
{
    RustType tuple{.name = QStringLiteral("("), .modules = {}, .arguments = {}, .length = {}};
    for (cursor.next(); !cursor.atEnd() && !cursor.isClosing();) {
        tuple.arguments.push_back(readRustType(cursor, depth + 1));
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
    list.arguments.push_back(readRustType(cursor, depth + 1));
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

} // namespace

std::vector<RustType> readRustArguments(RustCursor &cursor, int depth)
{
    std::vector<RustType> arguments;
    for (cursor.next(); !cursor.atEnd() && !cursor.is(u">") && !cursor.isClosing();) {
        const bool isType = cursor.peek().kind != RustToken::Kind::Lifetime &&
                            cursor.peek().kind != RustToken::Kind::Literal && !cursor.is(u"=", 1);
        if (isType) {
            arguments.push_back(readRustType(cursor, depth + 1));
        }
        while (!cursor.atEnd() && !cursor.is(u",") && !cursor.is(u">") && !cursor.isClosing()) {
            cursor.isOpening() ? cursor.skipGroup() : cursor.next();
        }
        cursor.skip(u",");
    }
    cursor.skip(u">");
    return arguments;
}

RustType readRustType(RustCursor &cursor, int depth)
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
        type.arguments = readRustArguments(cursor, depth);
    }
    type.name = type.name == QLatin1String("_") ? QString() : type.name;
    return type;
}

void readRustAttribute(RustCursor &cursor, RustAttributes &attributes)
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

} // namespace studio
