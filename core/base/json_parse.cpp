// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QObject>

#include <nlohmann/json.hpp>

namespace studio {

namespace {

/// What nlohmann says: "[json.exception…] parse error at line 2, column 8: syntax error while parsing object key -
/// unexpected '}'; expected string literal". The part after the dash is what a person needs.
JsonFault faultFrom(qsizetype offset, const QString &what)
{
    constexpr qsizetype longest = 120;
    const bool hasPlace = what.contains(QStringLiteral(": "));
    const QString text = hasPlace ? what.section(QStringLiteral(": "), 1) : what.section(QStringLiteral("] "), 1);
    const qsizetype dash = text.indexOf(QStringLiteral(" - "));
    const QString reason = dash >= 0 ? text.sliced(dash + 3) : text;
    const qsizetype expected = reason.lastIndexOf(QStringLiteral("; expected "));
    const qsizetype lastRead = reason.indexOf(QStringLiteral("; last read:")); // the same text once more
    const qsizetype end = lastRead >= 0 ? lastRead : expected >= 0 ? expected : reason.size();
    return {.offset = offset,
            .reason = reason.first(std::min(end, longest)),
            .expected = expected >= 0
                            ? reason.sliced(expected + 2).first(std::min(longest, reason.size() - expected - 2))
                            : QString()};
}

} // namespace

/// Takes every event and keeps where it went wrong. The parser behind it does not recurse, so that the depth is bounded
/// by this count alone. It counts the bytes it has read: the offending one is the last of them.
class JsonFaultFinder : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit JsonFaultFinder(int maxDepth) : m_maxDepth(maxDepth) {}

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t &) override { return true; }
    bool string(string_t &) override { return true; }
    bool binary(binary_t &) override { return false; }
    bool start_object(std::size_t) override { return enter(); }
    bool key(string_t &) override { return true; }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override { return leave(); }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &error) override
    {
        fault = faultFrom(static_cast<qsizetype>(position > 0 ? position - 1 : 0), QString::fromUtf8(error.what()));
        return false;
    }

    [[nodiscard]] bool isTooDeep() const { return m_depth > m_maxDepth; }

    std::optional<JsonFault> fault;

private:
    bool enter() { return ++m_depth <= m_maxDepth; }
    bool leave()
    {
        --m_depth;
        return true;
    }

    int m_maxDepth;
    int m_depth = 0;
};

namespace {

/// Where the array or object begins that is one too many.
qsizetype offsetOfDepth(QByteArrayView json, int depth)
{
    bool inString = false;
    int level = 0;
    for (qsizetype at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (inString) {
            at += c == '\\' ? 1 : 0;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++level == depth) {
                return at;
            }
        } else if (c == '}' || c == ']') {
            --level;
        }
    }
    return json.size();
}

/// Line and column, both from 1, of a byte position.
std::pair<qsizetype, qsizetype> lineAndColumn(QByteArrayView text, qsizetype position)
{
    const auto before = text.first(std::min(position, text.size()));
    const qsizetype lastBreak = before.lastIndexOf('\n');
    return {before.count('\n') + 1, before.size() - lastBreak};
}

/// What nlohmann passes over: it takes a NUL for the end of the text, and a byte order mark for nothing.
std::optional<JsonFault> findPassedOver(QByteArrayView utf8)
{
    if (utf8.startsWith("\xEF\xBB\xBF")) {
        return JsonFault{0, QObject::tr("unexpected byte order mark"), {}};
    }
    if (const qsizetype nul = utf8.indexOf('\0'); nul >= 0) {
        return JsonFault{nul, QStringLiteral("unexpected NUL"), {}};
    }
    return {};
}

/// Runs the parser with `handler`, which is a JsonFaultFinder.
template <typename Handler> std::optional<JsonFault> run(QByteArrayView utf8, Handler &handler, int maxDepth)
{
    if (auto fault = findPassedOver(utf8)) {
        return fault;
    }
    try {
        if (nlohmann::json::sax_parse(utf8.begin(), utf8.end(), &handler)) {
            return {};
        }
    } catch (const std::exception &error) { // not expected from such a parse; must not pass in any case
        return JsonFault{0, QString::fromUtf8(error.what()), {}};
    }
    if (handler.isTooDeep()) {
        return JsonFault{
            offsetOfDepth(utf8, maxDepth + 1), QObject::tr("nested deeper than %1 levels").arg(maxDepth), {}};
    }
    return handler.fault.value_or(JsonFault{});
}

} // namespace

/// Builds the value while it is parsed. The pointers stay valid: nothing is added to a container while one inside it is
/// open.
class JsonBuilder : public JsonFaultFinder
{
public:
    using JsonFaultFinder::JsonFaultFinder;

    bool null() override { return add(Json()); }
    bool boolean(bool value) override { return add(Json(value)); }
    /// Called for what begins with a minus sign, so that a zero was written -0.
    bool number_integer(number_integer_t value) override
    {
        return add(value == 0 ? numberAsWritten("-0") : Json(value));
    }
    bool number_unsigned(number_unsigned_t value) override { return add(Json(value)); }
    bool number_float(number_float_t, const string_t &digits) override { return add(numberAsWritten(digits)); }
    bool string(string_t &value) override { return add(Json(std::move(value))); }
    bool key(string_t &name) override
    {
        m_name = std::move(name);
        return true;
    }
    bool start_object(std::size_t size) override { return JsonFaultFinder::start_object(size) && open(Json::object()); }
    bool start_array(std::size_t size) override { return JsonFaultFinder::start_array(size) && open(Json::array()); }
    bool end_object() override { return close() && JsonFaultFinder::end_object(); }
    bool end_array() override { return close() && JsonFaultFinder::end_array(); }

    Json root;

private:
    static Json numberAsWritten(const std::string &digits)
    {
        Json json;
        json.m_value = Json::Number{digits};
        return json;
    }

    Json *place(Json value)
    {
        if (m_open.empty()) {
            root = std::move(value);
            return &root;
        }
        if (auto *array = std::get_if<Json::Array>(&m_open.back()->m_value)) {
            return &array->emplace_back(std::move(value));
        }
        auto *object = std::get_if<Json::Object>(&m_open.back()->m_value);
        return &object->emplace_back(std::move(m_name), std::move(value)).value;
    }

    bool add(Json value)
    {
        place(std::move(value));
        return true;
    }

    bool open(Json container)
    {
        m_open.push_back(place(std::move(container)));
        return true;
    }

    bool close()
    {
        m_open.pop_back();
        return true;
    }

    std::vector<Json *> m_open;
    std::string m_name;
};

std::optional<JsonFault> findJsonFault(QByteArrayView utf8, int maxDepth)
{
    JsonFaultFinder finder(maxDepth);
    return run(utf8, finder, maxDepth);
}

Result<Json> parseJson(QByteArrayView utf8, int maxDepth)
{
    JsonBuilder builder(maxDepth);
    if (const auto fault = run(utf8, builder, maxDepth)) {
        const auto [line, column] = lineAndColumn(utf8, fault->offset);
        return fail(
            ErrorCode::InvalidArgument, QObject::tr("Not valid JSON at line %1, column %2.").arg(line).arg(column),
            fault->expected.isEmpty() ? fault->reason : QStringLiteral("%1; %2").arg(fault->reason, fault->expected));
    }
    return std::move(builder.root);
}

Result<Json> Json::raw(QByteArray utf8)
{
    if (const auto fault = findJsonFault(utf8)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("Not valid JSON."), fault->reason);
    }
    Json json;
    json.m_value = Raw{std::move(utf8)};
    return json;
}

} // namespace studio
