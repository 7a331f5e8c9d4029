// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/window_memory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace studio {

WindowMemory readMemory(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const auto json = parseJson(file.readAll());
    if (!json || !json->is_object()) {
        return {};
    }
    WindowMemory memory;
    try {
        memory.project = toQString(json->value("project", ""));
        for (const Json &one : json->value("recent", Json::array())) {
            memory.recent << toQString(one.get<std::string>());
        }
        memory.theme = toQString(json->value("theme", ""));
        memory.geometry = QByteArray::fromBase64(QByteArray::fromStdString(json->value("geometry", "")));
        memory.layout = QByteArray::fromBase64(QByteArray::fromStdString(json->value("layout", "")));
        memory.projects = json->value("projects", Json::object());
    } catch (const Json::exception &) {
        return {}; // of another version, or edited by hand
    }
    return memory;
}

void writeMemory(const QString &path, const WindowMemory &memory)
{
    Json recent = Json::array();
    for (const QString &one : memory.recent) {
        recent.push_back(toUtf8(one));
    }
    const Json json{{"project", toUtf8(memory.project)},
                    {"recent", recent},
                    {"theme", toUtf8(memory.theme)},
                    {"geometry", memory.geometry.toBase64().toStdString()},
                    {"layout", memory.layout.toBase64().toStdString()},
                    {"projects", memory.projects}};
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::fromStdString(json.dump(1, ' ', false, Json::error_handler_t::replace)));
        file.commit(); // what cannot be remembered is no reason to stop anybody
    }
}

} // namespace studio
