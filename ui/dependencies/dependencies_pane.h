// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/cargo_manifest.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

/// The crates of Cargo.toml, those that the compiler adds folded below. A view: who owns the manifest's text changes
/// it. Main thread.
class DependenciesPane : public QWidget
{
    Q_OBJECT

public:
    explicit DependenciesPane(QWidget *parent = nullptr);

    void setManifest(const Manifest &manifest);
    void setError(const QString &sentence); ///< why the list cannot be shown, or an addition failed; empty for none
    void setBusy(const QString &what);      ///< "Asking about serde…"; empty when it is done

Q_SIGNALS:
    void addRequested(const QString &spec); ///< as parseDependencySpecs() reads it
    void removeRequested(const studio::Dependency &dependency);
    void lineRequested(int line);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] const Dependency *dependencyOf(const QTreeWidgetItem *item) const;
    void showManifest();
    void addItem(QTreeWidgetItem *parent, qsizetype index);
    void fitColumns();
    void removeCurrent();
    void say(const QString &text, bool isError);

    Manifest m_manifest;
    QTreeWidget *m_list;
    QToolButton *m_add;
    QLineEdit *m_name;
    QLabel *m_note;
    bool m_hadFocus = false; ///< the field, before it was busy
};

} // namespace studio
