// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/toolchain/answers.h"

#include "core/base/private_json.h"

#include <QObject>
#include <QVersionNumber>

namespace studio::toolchain {

namespace {

constexpr qint64 maxBytes = 1 << 20;

Answer readAnswer(const JsonReader &entry)
{
    Answer answer{.size = entry["size"].required().integer(),
                  .modified = entry["modified"].required().integer(),
                  .release = entry["release"].required().text(),
                  .commit = entry["commit"].required().text(),
                  .sysroot = entry["sysroot"].required().text()};
    if (QVersionNumber::fromString(answer.release).isNull()) {
        entry["release"].refuseAs(QObject::tr("the number of a release"));
    }
    if (!answer.sysroot.startsWith(u'/')) {
        entry["sysroot"].refuseAs(QObject::tr("an absolute path"));
    }
    return answer;
}

} // namespace

Answers readAnswers(const QString &cacheFile)
{
    if (cacheFile.isEmpty()) {
        return {};
    }
    return readPrivateJson(cacheFile, maxBytes, [](const JsonReader &document) {
        Answers answers;
        for (const auto &[path, entry] : document.members()) {
            answers.insert(path, readAnswer(entry));
        }
        return answers;
    });
}

void writeAnswers(const QString &cacheFile, const Answers &answers)
{
    if (cacheFile.isEmpty()) {
        return;
    }
    Json json = Json::object();
    for (const auto &[path, answer] : answers.asKeyValueRange()) {
        json[toUtf8(path)] = {{"size", answer.size},
                              {"modified", answer.modified},
                              {"release", toUtf8(answer.release)},
                              {"commit", toUtf8(answer.commit)},
                              {"sysroot", toUtf8(answer.sysroot)}};
    }
    (void)writePrivateFile(cacheFile, json.toUtf8(1), Durability::Cache);
}

} // namespace studio::toolchain
