// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>
#include <QWidget>

namespace studio {

inline constexpr auto editorPathProperty = "studioPath";

/// Of the file that a view shows, absolute; empty for none, and for no view.
inline QString editorPath(const QWidget *view)
{
    return view ? view->property(editorPathProperty).toString() : QString();
}

inline void setEditorPath(QWidget *view, const QString &path)
{
    view->setProperty(editorPathProperty, path);
}

} // namespace studio
