// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_text.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <memory>
#include <yaml.h>

namespace studio {

namespace {

/// What YAML 1.1 or 1.2 would not read as a string: true, null, numbers, times.
bool looksLikeAnotherType(const QString &text)
{
    static const QSet<QString> words{QStringLiteral("true"), QStringLiteral("false"), QStringLiteral("yes"),
                                     QStringLiteral("no"),   QStringLiteral("on"),    QStringLiteral("off"),
                                     QStringLiteral("null"), QStringLiteral("y"),     QStringLiteral("n"),
                                     QStringLiteral("~"),    QStringLiteral("="),     QStringLiteral("<<")};
    static const QRegularExpression number(QStringLiteral("^[-+.0-9]"));
    return text.isEmpty() || words.contains(text.toLower()) || number.match(text).hasMatch();
}

/// Whether a reader gives back each character of a text that stands without quotes. Tabs, carriage returns, the line
/// breaks of Unicode, byte order marks and control characters are read in several ways, or refused.
bool isReadAlike(const QString &text)
{
    static const QRegularExpression special(
        QStringLiteral("[\\x{0}-\\x{9}\\x{b}-\\x{1f}\\x{7f}-\\x{a0}\\x{2028}\\x{2029}\\x{feff}]"));
    return !special.match(text).hasMatch();
}

/// Lines as a block, without the cases in which the block's indentation or its end would have to be told: a first line
/// that is empty or indented, several line ends at the end.
bool isBlock(const QString &text)
{
    return text.contains(u'\n') && !text.startsWith(u'\n') && !text.startsWith(u' ') &&
           !text.endsWith(QStringLiteral("\n\n")) && !text.endsWith(QStringLiteral(" \n"));
}

yaml_scalar_style_t styleOf(const QString &text)
{
    if (looksLikeAnotherType(text) || !isReadAlike(text)) {
        return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    }
    if (text.contains(u'\n')) {
        return isBlock(text) ? YAML_LITERAL_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    }
    return YAML_PLAIN_SCALAR_STYLE;
}

/// A number as YAML 1.1 reads one too: with an exponent it must have a point, and the exponent a sign.
std::string yamlNumber(std::string digits)
{
    const auto exponent = digits.find_first_of("eE");
    if (exponent == std::string::npos) {
        return digits;
    }
    if (digits[exponent + 1] != '-' && digits[exponent + 1] != '+') {
        digits.insert(exponent + 1, 1, '+');
    }
    if (digits.find('.') == std::string::npos) {
        digits.insert(exponent, ".0");
    }
    return digits;
}

/// Emits a document event by event. The library copies what it is given and takes events over, also failing ones; the
/// only failure left is memory that is out, after which the text ends where it was.
class Emitter
{
public:
    Emitter()
    {
        yaml_emitter_initialize(&m_emitter);
        yaml_emitter_set_output(
            &m_emitter,
            [](void *out, unsigned char *bytes, std::size_t size) {
                static_cast<QByteArray *>(out)->append(reinterpret_cast<const char *>(bytes),
                                                       static_cast<qsizetype>(size));
                return 1;
            },
            &m_text);
        yaml_emitter_set_unicode(&m_emitter, 1);
        yaml_emitter_set_width(&m_emitter, -1);
    }
    ~Emitter() { yaml_emitter_delete(&m_emitter); }
    Q_DISABLE_COPY_MOVE(Emitter)

    QByteArray document(const Json &json)
    {
        yaml_event_t event;
        yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
        yaml_emitter_emit(&m_emitter, &event);
        yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 1);
        yaml_emitter_emit(&m_emitter, &event);
        value(json);
        yaml_document_end_event_initialize(&event, 1);
        yaml_emitter_emit(&m_emitter, &event);
        yaml_stream_end_event_initialize(&event);
        yaml_emitter_emit(&m_emitter, &event);
        return m_text;
    }

private:
    void scalar(const std::string &text, yaml_scalar_style_t style)
    {
        yaml_event_t event;
        yaml_scalar_event_initialize(&event, nullptr, nullptr, reinterpret_cast<const yaml_char_t *>(text.data()),
                                     static_cast<int>(text.size()), 1, 1, style);
        yaml_emitter_emit(&m_emitter, &event);
    }

    void string(const std::string &text)
    {
        // What is not UTF-8 becomes U+FFFD, as in -o json. A byte order mark stays, which fromUtf8() would drop.
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
        const QString clean = decoder(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
        scalar(toUtf8(clean), styleOf(clean));
    }

    void value(const Json &json)
    {
        yaml_event_t event;
        if (json.isObject()) {
            yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE);
            yaml_emitter_emit(&m_emitter, &event);
            for (const auto &[name, member] : json.members()) {
                string(name);
                value(member);
            }
            yaml_mapping_end_event_initialize(&event);
            yaml_emitter_emit(&m_emitter, &event);
        } else if (json.isArray()) {
            yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_SEQUENCE_STYLE);
            yaml_emitter_emit(&m_emitter, &event);
            for (const Json &item : json.elements()) {
                value(item);
            }
            yaml_sequence_end_event_initialize(&event);
            yaml_emitter_emit(&m_emitter, &event);
        } else if (json.isString()) {
            string(json.utf8());
        } else {
            scalar(json.isNumber() ? yamlNumber(std::string(json.digits())) : json.toUtf8().toStdString(),
                   YAML_PLAIN_SCALAR_STYLE);
        }
    }

    yaml_emitter_t m_emitter{};
    QByteArray m_text;
};

} // namespace

QByteArray toYaml(const Json &json)
{
    return Emitter().document(json);
}

QString yamlScalar(const QString &text)
{
    static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z0-9_/.][A-Za-z0-9_/.:@+=-]*\\z"));
    const bool isPlain =
        plain.match(text).hasMatch() && !text.endsWith(u':') && (!looksLikeAnotherType(text) || text.front().isDigit());
    // A JSON string is a double-quoted scalar of YAML.
    return isPlain ? text : QString::fromUtf8(Json(text).toUtf8());
}

} // namespace studio
