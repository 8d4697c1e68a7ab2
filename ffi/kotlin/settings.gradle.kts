// Makes the AAR and the sample app. Not run on the build machines of this repository, which have no Android SDK: there Maven
// compiles and tests the same sources (pom.xml).
pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "tapkernel"
include(":tapkernel", ":tapkernel-android", ":sample")
