// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace studio {

/// Two rows of a form: the folder in which a project's folder is made, with a button to choose it, and below it what
/// becomes of that, or what is wrong. Main thread.
class ProjectPlace : public QObject
{
    Q_OBJECT

public:
    /// `folder` is offered. The form owns the rows.
    ProjectPlace(const QString &folder, QFormLayout *form, QObject *parent = nullptr);

    [[nodiscard]] QString folder() const;
    /// Of a project of this name. Whether it is there already, which shows as an error; else `sentence` does, whose %1
    /// is the project's folder.
    bool showFolderOf(const QString &name, const QString &sentence);
    void showSentence(const QString &sentence);
    void showError(const QString &sentence);

Q_SIGNALS:
    void changed();

private:
    void choose();
    void show(const QString &sentence, const QColor &color);

    QLineEdit *m_folder;
    QLabel *m_sentence;
};

} // namespace studio
