// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QUtf8StringView>

namespace studio {

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

class Printer
{
public:
    explicit Printer(int indent) : m_indent(indent) {}

    void print(const Json &json, int level)
    {
        if (json.isObject()) {
            list(json.members(), '{', '}', level, [&](const JsonMember &member) {
                string(member.name);
                text.append(m_indent < 0 ? ":" : ": ");
                print(member.value, level + 1);
            });
        } else if (json.isArray()) {
            list(json.elements(), '[', ']', level, [&](const Json &element) { print(element, level + 1); });
        } else if (json.isString()) {
            string(json.utf8());
        } else if (json.isNumber()) {
            text.append(json.digits());
        } else if (json.isBoolean()) {
            text.append(json.boolean() ? "true" : "false");
        } else {
            const QByteArray raw = json.raw();
            text.append(raw.isEmpty() ? QByteArrayView("null") : QByteArrayView(raw));
        }
    }

    QByteArray text;

private:
    template <typename List, typename PrintOne>
    void list(const List &all, char begin, char end, int level, const PrintOne &printOne)
    {
        text.append(begin);
        bool isFirst = true;
        for (const auto &one : all) {
            if (!isFirst) {
                text.append(',');
            }
            isFirst = false;
            breakLine(level + 1);
            printOne(one);
        }
        if (!isFirst) {
            breakLine(level);
        }
        text.append(end);
    }

    void breakLine(int level)
    {
        if (m_indent >= 0) {
            text.append('\n').append(static_cast<qsizetype>(level) * m_indent, ' ');
        }
    }

    void string(const std::string &utf8)
    {
        text.append('"');
        if (QUtf8StringView(utf8.data(), static_cast<qsizetype>(utf8.size())).isValidUtf8()) {
            escaped(utf8);
        } else {
            escaped(toQString(utf8).toStdString());
        }
        text.append('"');
    }

    void escaped(std::string_view utf8)
    {
        std::size_t begin = 0; // of what is not yet written
        for (std::size_t at = 0; at < utf8.size(); ++at) {
            const char c = utf8[at];
            if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') {
                continue;
            }
            text.append(utf8.substr(begin, at - begin));
            escape(c);
            begin = at + 1;
        }
        text.append(utf8.substr(begin));
    }

    void escape(char c)
    {
        constexpr std::string_view letters = "\"\"\\\\\bb\tt\nn\ff\rr"; // each with what stands behind the backslash
        for (std::size_t at = 0; at < letters.size(); at += 2) {
            if (letters[at] == c) {
                text.append('\\').append(letters[at + 1]);
                return;
            }
        }
        const auto code = static_cast<unsigned char>(c);
        text.append("\\u00").append(hexDigits[code >> 4U]).append(hexDigits[code & 15U]);
    }

    int m_indent;
};

} // namespace

QByteArray Json::toUtf8(int indent) const
{
    Printer printer(indent);
    printer.print(*this, 0);
    return std::move(printer.text);
}

} // namespace studio
