// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/private_files/damage.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace studio::test {

namespace {

constexpr qint64 hugeBytes = 8LL << 30;

Damage content(const QString &name, const QByteArray &bytes)
{
    return {name, [bytes](const QString &path) { return putFile(path, bytes); }};
}

/// Calls `use` with each document that differs from `json` in one value.
void forEachChange(const Json &json, const QString &path, const std::function<void(const QString &, const Json &)> &use)
{
    static const QList<std::pair<QString, Json>> values{{QStringLiteral("null"), nullptr},
                                                        {QStringLiteral("true"), true},
                                                        {QStringLiteral("minus"), -1},
                                                        {QStringLiteral("large"), 9'000'000'000'000'000'000LL},
                                                        {QStringLiteral("fraction"), 1.5},
                                                        {QStringLiteral("real"), 1e300},
                                                        {QStringLiteral("string"), "text"},
                                                        {QStringLiteral("empty string"), ""},
                                                        {QStringLiteral("array"), Json::array({1})},
                                                        {QStringLiteral("empty array"), Json::array()},
                                                        {QStringLiteral("object"), {{"a", 1}}},
                                                        {QStringLiteral("empty object"), Json::object()}};
    for (const auto &[name, value] : values) {
        use(path + QStringLiteral(" = ") + name, value);
    }
    for (std::size_t at = 0; at < json.elements().size(); ++at) {
        forEachChange(json[at], QStringLiteral("%1[%2]").arg(path).arg(at),
                      [&](const QString &name, const Json &changed) {
                          Json all = Json::array();
                          for (std::size_t other = 0; other < json.elements().size(); ++other) {
                              all.push_back(other == at ? changed : json[other]);
                          }
                          use(name, all);
                      });
    }
    for (const auto &[member, value] : json.members()) {
        const QString inner = path + u'.' + toQString(member);
        forEachChange(value, inner, [&, key = member](const QString &name, const Json &changed) {
            Json all = json;
            all[key] = changed;
            use(name, all);
        });
        Json without = Json::object();
        for (const auto &[other, kept] : json.members()) {
            if (other != member) {
                without[other] = kept;
            }
        }
        use(inner + QStringLiteral(" missing"), without);
    }
}

} // namespace

bool putFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(bytes) == bytes.size();
}

QList<Damage> damagesOf(const QByteArray &text, qsizetype maxCuts)
{
    QList<Damage> all;
    forEachChange(parseJson(text).value_or(Json()), {},
                  [&](const QString &name, const Json &changed) { all.append(content(name, changed.toUtf8())); });
    const qsizetype step = std::max<qsizetype>(1, text.size() / maxCuts);
    for (qsizetype size = 0; size < text.size(); size += step) {
        all.append(content(QStringLiteral("cut at %1").arg(size), text.first(size)));
    }
    return all;
}

QList<Damage> commonDamages()
{
    const QByteArray deep = QByteArray("[").repeated(200'000);
    const auto link = [](const QString &name, const QByteArray &target) {
        return Damage{name, [target](const QString &path) {
                          return ::symlink(target.constData(), QFile::encodeName(path).constData()) == 0;
                      }};
    };
    return {
        content(QStringLiteral("empty"), {}),
        content(QStringLiteral("binary"), QByteArray("\0\x01\xff\xfe{}", 6).repeated(500)),
        content(QStringLiteral("deep"), deep),
        content(QStringLiteral("deep and closed"), deep + QByteArray("]").repeated(200'000)),
        content(QStringLiteral("deep objects"), QByteArray("{\"a\":").repeated(200'000)),
        content(QStringLiteral("NUL behind"), QByteArray("{}\0{}", 5)),
        content(QStringLiteral("other JSON"), "[1,2,3]"),
        {QStringLiteral("huge"),
         [](const QString &path) { return putFile(path, {}) && ::truncate(QFile::encodeName(path), hugeBytes) == 0; }},
        {QStringLiteral("pipe"),
         [](const QString &path) { return ::mkfifo(QFile::encodeName(path).constData(), 0600) == 0; }},
        {QStringLiteral("folder"), [](const QString &path) { return QDir().mkpath(path + QStringLiteral("/inner")); }},
        link(QStringLiteral("device"), "/dev/zero"),
        {QStringLiteral("loop"),
         [](const QString &path) {
             return ::symlink(QFile::encodeName(QFileInfo(path).fileName()).constData(),
                              QFile::encodeName(path).constData()) == 0;
         }},
        link(QStringLiteral("link to nothing"), "/nowhere/at/all")};
}

} // namespace studio::test
