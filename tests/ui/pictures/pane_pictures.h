// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QWidget>

#include <functional>
#include <memory>

namespace studio::test {

/// A pane in one of its states.
struct PanePicture
{
    QString name; ///< "console-empty"
    QSize size;
    std::function<std::unique_ptr<QWidget>()> make;
    std::function<bool(QWidget *)> isReady = {}; ///< where something is read on another thread
};

QList<PanePicture> panePictures();
QList<PanePicture> invokePictures();
QList<PanePicture> collectionPictures(); ///< of saved requests
QList<PanePicture> platformPictures();   ///< of the panes that show what the platform knows

} // namespace studio::test
