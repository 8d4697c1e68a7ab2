plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "tapkernel.android"
    compileSdk = 35
    defaultConfig {
        // java.time and the Consumer of Java are there from 26 on.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }
    sourceSets["main"].java.srcDirs("src/main/kotlin")
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    publishing {
        singleVariant("release") { withSourcesJar() }
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    // JNA comes as an AAR here: it carries its own libraries, aligned to 16 KB from 5.17 on.
    api(project(":tapkernel")) { exclude(group = "net.java.dev.jna") }
    implementation("net.java.dev.jna:jna:5.18.1@aar")
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.10.2")
}

// src/main/jniLibs is filled by ../android-libraries (cargo-ndk).
val libraries by tasks.registering(Exec::class) {
    workingDir = rootDir
    commandLine("./android-libraries")
}

tasks.named("preBuild") { dependsOn(libraries) }
